import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { createContracts } from '../../../src/contracts/contracts.ts'
import type { DialectDefinition } from '../../../src/contracts/generated/types.ts'
import { scaffold } from '../../../src/dialects/engine/scaffold.ts'
import { Numeral, type Tree } from '../../../src/dialects/engine/tree.ts'

const sample: Tree = {
  ret: new Numeral('0'),
  msg: 'ok',
  data: [
    {
      xingming: '沈清和',
      zjhm: '310101190001010011',
      grzh: '3402000010',
      grzhzt: '01',
      lxjcys: '24',
      gjbank: '',
    },
  ],
}

function scaffolded(tree: Tree): DialectDefinition {
  return parse(scaffold('new-one', 'json', tree)) as DialectDefinition
}

describe('a scaffold', () => {
  test('is a definition that can be checked at once', () => {
    expect(createContracts().check('dialect', scaffolded(sample))).toMatchObject({ ok: true })
  })

  test('finds the record where the known names are, and maps them', () => {
    const { record, person, fields } = scaffolded(sample)
    expect(record).toEqual({ at: 'data/0' })
    expect(person).toEqual({ name: 'xingming', idNumber: 'zjhm' })
    expect(fields).toEqual({
      'account.number': { from: 'grzh', as: 'text' },
      'account.status': { from: 'grzhzt', as: 'code', table: 'grzhzt' },
      'continuity.monthCount': { from: 'lxjcys', as: 'count' },
    })
  })

  test('leaves nothing of the record out', () => {
    expect(Object.keys(scaffolded(sample).ignored ?? {})).toEqual(['gjbank'])
  })

  test('takes the verdict of the sample for a good one', () => {
    expect(scaffolded(sample).calls[0]?.reply.outcomes).toEqual([
      { at: 'ret', equals: ['0'], means: 'answered' },
    ])
  })

  test('repeats no value but codes and the verdict', () => {
    const text = scaffold('new-one', 'json', sample)
    for (const secret of ['沈清和', '310101190001010011', '3402000010', 'ok'])
      expect(text).not.toContain(secret)
  })

  test('of a sample without any known name says so by its TODO marks', () => {
    const { fields, ignored } = scaffolded({ a: 'b', c: { d: 'e' } })
    expect(fields).toBeFalsy()
    expect(Object.keys(ignored ?? {})).toEqual(['a', 'c/d'])
  })
})
