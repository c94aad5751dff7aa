import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readDraft } from '../../src/cli/directory/draft.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { Directory, Member } from '../../src/contracts/generated/types.ts'
import { diffDirectories } from '../../src/directory/diff.ts'
import { withoutMember } from '../../src/directory/edit.ts'
import { GatewayError } from '../../src/errors.ts'
import { relayOf, speakerOf } from '../../src/speaker/representative.ts'
import type { DirectoryView } from '../../src/speaker/ports.ts'
import { directory, jiangsu, now, operator, read, trustIn } from './signed.ts'

const suzhou = '320500000000000'
const operators = [operator('First')] as const
const trust = trustIn(operators)
const [gateway] = directory().members
if (!gateway) throw new RangeError('no member')
const hub: Member = { ...gateway, kind: 'hub' }
const centre: Member = {
  ...gateway,
  code: suzhou,
  name: '苏州市住房公积金管理中心',
  division: '320500',
  representedBy: jiangsu,
  endpoints: [],
  certificates: [],
}

function listing(...members: Member[]): Directory {
  return directory(1, { members })
}

function signed(...members: Member[]): DirectoryView {
  return read(operators[0].sign(listing(...members)), trust)
}

function refused(...members: Member[]): string {
  try {
    signed(...members)
  } catch (thrown) {
    if (thrown instanceof GatewayError) return [thrown.code, thrown.where, thrown.detail].join(' | ')
  }
  return 'was accepted'
}

describe('a directory with representation', () => {
  test('has the representative speak for the centre, and everybody else for itself', () => {
    const view = signed(centre, hub)
    const [represented, representative] = [view.members.get(suzhou), view.members.get(jiangsu)]
    if (!represented || !representative) throw new RangeError('not listed')
    expect(represented).toMatchObject({ representedBy: jiangsu, division: '320500', endpoints: [] })
    expect(speakerOf(represented, view)).toBe(representative)
    expect(speakerOf(representative, view)).toBe(representative)
    expect(relayOf(represented, view)).toEqual({ code: jiangsu, name: hub.name })
    expect(relayOf(representative, view)).toBeUndefined()
  })

  const other = { ...centre, code: '320600000000000' }
  test.each<[string, RegExp, Member[]]>([
    ['a representative that is no member', /member 320500000000000 .* is no member$/, [centre]],
    ['a representative that is no hub', /member 320500000000000 .* is no hub$/, [centre, gateway]],
    [
      'a representative that is represented',
      /member 320600000000000 .* is no hub$/,
      [hub, centre, { ...other, representedBy: suzhou }],
    ],
    ['a centre that represents itself', /is no hub$/, [{ ...centre, representedBy: suzhou }]],
    [
      'a represented hub',
      /\/members\/1\/kind/,
      [hub, { ...hub, code: '320000100', representedBy: jiangsu, endpoints: [], certificates: [] }],
    ],
    [
      'endpoints of a represented centre',
      /\/members\/0\/endpoints/,
      [{ ...centre, endpoints: ['https://127.0.0.1:1'] }, hub],
    ],
    [
      'certificates of a represented centre',
      /\/members\/0\/certificates/,
      [{ ...centre, certificates: hub.certificates }, hub],
    ],
    ['no endpoint of one that speaks for itself', /\/members\/0\/endpoints/, [{ ...hub, endpoints: [] }]],
  ])('is refused with %s', (_, reason, members) => {
    expect(refused(...members)).toMatch(reason)
    expect(refused(...members)).toMatch(/^DIRECTORY_INVALID/)
  })

  test('is not signed where its draft names no hub, at the line', () => {
    const draft = join(mkdtempSync(join(tmpdir(), 'draft-')), 'draft.json')
    writeFileSync(draft, JSON.stringify(listing(gateway, centre), null, 2))
    expect(() => readDraft(draft, createContracts(), now)).toThrow(
      expect.objectContaining({
        code: 'DIRECTORY_DRAFT_INVALID',
        where: expect.stringMatching(/draft\.json:[0-9]+$/),
        detail: `/members/1/representedBy 代理方不是枢纽 its representative ${jiangsu} is no hub`,
      }),
    )
  })

  test('tells another representative as a difference', () => {
    const words = (a: Directory, b: Directory) => diffDirectories(a, b).map(({ en }) => en)
    const before = listing(hub, centre)
    expect(words(before, listing(hub, { ...centre, representedBy: '320000100' }))).toEqual([
      'representative of 320500000000000: 320101000000000 → 320000100',
    ])
    expect(words(listing(hub), before)).toEqual([
      'member 320500000000000 苏州市住房公积金管理中心 added, represented by 320101000000000',
    ])
  })

  test('lets go of a hub only after those that it represents', () => {
    expect(() => withoutMember(listing(hub, centre), jiangsu)).toThrow(
      expect.objectContaining({
        code: 'DIRECTORY_DRAFT_INVALID',
        detail: expect.stringContaining(`represents ${suzhou}`),
      }),
    )
    expect(withoutMember(listing(hub, centre), suzhou).members).toEqual([hub])
  })
})
