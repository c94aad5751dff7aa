import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { anchorsOf, fileText, root } from './markdown.ts'

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'certs/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true })
    .map((name) => `docs/${String(name)}`)
    .filter((name) => name.endsWith('.md')),
]

describe('links between documents', () => {
  test.each(documents)('%s links to files and headings that are there', (document) => {
    for (const { path, anchor } of linksOf(document)) {
      expect([path, existsSync(join(root, path))]).toEqual([path, true])
      if (anchor !== undefined) {
        expect([path, anchorsOf(fileText(path)).includes(anchor) ? anchor : `no #${anchor}`]).toEqual([
          path,
          anchor,
        ])
      }
    }
  })

  test('every decision has its background, decision and consequences', () => {
    for (const name of readdirSync(join(root, 'docs/decisions'))) {
      const headings = fileText(`docs/decisions/${name}`).match(/^## .*/gm) ?? []
      expect([name, ...headings]).toEqual([name, '## Background', '## Decision', '## Consequences'])
    }
  })
})

function linksOf(document: string): { path: string; anchor: string | undefined }[] {
  return [...fileText(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#')
      return { path: file === '' ? document : normalize(join(dirname(document), file)), anchor }
    })
}
