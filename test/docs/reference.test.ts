import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readEnvironment } from '../../src/config/env.ts'
import { type CatalogueEntry, catalogue } from '../../src/errors.ts'
import { gateway } from '../support/cli.ts'
import { fileText, quoted, root, rowsBelow } from './markdown.ts'

interface Schema {
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
}

describe('docs/operations.md', () => {
  const document = fileText('docs/operations.md')
  const rows = rowsBelow(document, 'Configuration')

  test('lists every member of schemas/config.json and nothing else, each required or not as there', () => {
    const schema = JSON.parse(fileText('schemas/config.json')) as Schema
    const described = rows
      .map(([name = '', required = '']) => `${quoted(name)[0] ?? ''} ${required}`.trim())
      .filter((row) => !row.startsWith('GATEWAY_'))
    expect(described.toSorted()).toEqual(membersOf(schema, '').toSorted())
  })

  test('lists every environment variable that the gateway reads', () => {
    const asked: string[] = []
    readEnvironment(new Proxy({}, { get: (_, name) => void asked.push(String(name)) }))
    const described = rows
      .map(([name = '']) => quoted(name)[0] ?? '')
      .filter((name) => name.startsWith('GATEWAY_'))
    expect(described.toSorted()).toEqual(asked.toSorted())
  })

  test('says what to do for every code whose fault is ours', () => {
    const ours = Object.entries<CatalogueEntry>(catalogue).filter(([, { fault }]) => fault === 'us')
    const described = rowsBelow(document, 'What to do').map(([code = '']) => quoted(code)[0] ?? '')
    expect(described.toSorted()).toEqual(ours.map(([code]) => code).toSorted())
  })

  test('has whoever is called at night type only what the gateway takes', async () => {
    const typed = [...document.matchAll(/`npm run -s gateway -- ([^`]+)`/g)].map(([, words = '']) => words)
    expect(typed.length).toBeGreaterThan(10)
    for (const command of new Set(typed)) {
      const verbs = /^[a-z]+(?: [a-z]+)?(?= --|$)|^[a-z]+/.exec(command)?.[0] ?? ''
      const { out } = await gateway([...verbs.split(' '), '--help'])
      const options = command.match(/--[a-z-]+/g) ?? []
      expect([command, out.split(' [')[0], options.filter((option) => !out.includes(option))]).toEqual([
        command,
        `Usage: gateway ${verbs}`,
        [],
      ])
    }
  })
})

/** `member yes` or `member`, with the path of the objects around it. */
function membersOf({ properties = {}, required = [] }: Schema, path: string): string[] {
  const found: string[] = []
  for (const [name, member] of Object.entries(properties)) {
    const here = path + name
    found.push(required.includes(name) ? `${here} yes` : here)
    found.push(
      ...(member.items?.properties ? membersOf(member.items, `${here}[].`) : membersOf(member, `${here}.`)),
    )
  }
  return found
}

describe('docs/dependencies.md', () => {
  test('gives the reason of every package of package.json, and of no other', () => {
    const manifest = JSON.parse(fileText('package.json')) as Record<string, Record<string, string>>
    const kinds = {
      'At run time': 'dependencies',
      'For development': 'devDependencies',
      'The runtime itself': 'optionalDependencies',
      Overrides: 'overrides',
    }
    for (const [heading, kind] of Object.entries(kinds)) {
      const rows = rowsBelow(fileText('docs/dependencies.md'), heading)
      const names = rows.map(([name = '']) => quoted(name)[0])
      expect([kind, ...names.toSorted()]).toEqual([kind, ...Object.keys(manifest[kind] ?? {}).toSorted()])
      for (const [name, reason] of rows) expect([name, reason]).not.toEqual([name, ''])
    }
  })
})

describe('schemas/', () => {
  test('refer to each other by relative names, so that tools find the files', () => {
    for (const name of readdirSync(`${root}schemas`, { recursive: true }).map(String)) {
      if (!name.endsWith('.json')) continue
      const absolute = fileText(`schemas/${name}`).match(/"\$ref": "https?:[^"]*"/g) ?? []
      expect([name, ...absolute]).toEqual([name])
    }
  })
})
