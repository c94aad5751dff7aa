import vue from '@vitejs/plugin-vue'
import type { InlineConfig } from 'vite'
import { guidePlugin } from '../../../tools/console-guide.ts'

/** The pages, built to files that the office listener serves under /console/ with a CSP that lets nothing inline in. */
const config: InlineConfig = {
  root: import.meta.dirname,
  base: '/console/',
  configFile: false,
  logLevel: 'warn',
  plugins: [vue(), guidePlugin()],
  build: {
    emptyOutDir: true,
    manifest: true,
    target: ['chrome116', 'firefox124', 'safari17.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    rolldownOptions: { input: ['index.html', 'check.html'].map((name) => `${import.meta.dirname}/${name}`) },
  },
}

export default config
