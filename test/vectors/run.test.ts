import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { describeReports, reportsAsJson, runPath, totalOf } from './run.ts'

const own = import.meta.dirname

describe('npm run vectors', () => {
  test('recognises each kind of case by the content', async () => {
    const reports = await Promise.all(
      [join(own, 'x509', 't48.json'), join(own, 'jws')].map((path) => runPath(path)),
    )
    const kinds = new Set(reports.flat().map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['x509', 'jws']))
    const total = totalOf(reports.flat())
    expect(total).toMatchObject({ wronglyAccepted: [], wronglyRefused: [], refusedByPolicy: [] })
  })

  test('runs only the kind that is named', async () => {
    const [report] = await runPath(join(own, 'x509', 't48.json'), 'jws')
    expect(report).toMatchObject({ kind: undefined, outcomes: [] })
  })

  test('leaves out what holds no cases, and says so', async () => {
    const reports = await runPath(join(own, '..', '..', 'package.json'))
    expect(describeReports(reports)).toBe(
      'package.json: left out, no cases of a known form\ntotal: 0/0 right, 0 wrongly accepted, 0 wrongly refused\n',
    )
  })

  test('gives the same figures to programs', async () => {
    const json: unknown = JSON.parse(reportsAsJson(await runPath(join(own, 'jws', 't01.json'))))
    const figures = { cases: 3, right: 3, wronglyAccepted: [], wronglyRefused: [], refusedByPolicy: {} }
    expect(json).toMatchObject({ files: [{ name: 't01.json', kind: 'jws', ...figures }], total: figures })
  })
})
