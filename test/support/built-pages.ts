import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type BuiltFiles, createBuiltFiles } from '../../src/console/pages/built-files.ts'

/** The pages as they are built, which happens first where they are not. */
export async function builtPages(): Promise<BuiltFiles> {
  await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('../../tools/build-console.ts', import.meta.url)),
  ])
  return createBuiltFiles(fileURLToPath(new URL('../../dist/console/', import.meta.url)))
}
