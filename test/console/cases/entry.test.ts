import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readEntry } from '../../../src/console/cases/entry.ts'
import type { ConsoleCase } from '../../../src/contracts/generated/types.ts'
import { entry, shanghai, suzhou } from '../../support/case-desk.ts'

const rules = {
  today: '2026-11-28',
  mayAsk: (code: string) => [shanghai, suzhou].includes(code),
  purposes: ['remote-housing-loan'] as const,
}

function faults(entered: ConsoleCase): Record<string, string> {
  const read = readEntry(entered, rules)
  return read.ok ? {} : Object.fromEntries(read.faults.map(({ where, zh }) => [where, zh]))
}

function read(entered: ConsoleCase) {
  const found = readEntry(entered, rules)
  if (!found.ok) throw new Error(JSON.stringify(found.faults))
  return found.entry
}

const person = (idNumber: string, changes: object = {}): Partial<ConsoleCase> => ({
  person: { name: '沈清和', idNumber, ...changes },
})

describe('what is entered', () => {
  test('is told in all its faults at once, in words that say what to do', () => {
    expect(faults({})).toEqual({
      '/person/name': '请填写姓名',
      '/person/idNumber': '请填写身份证号',
      '/centres': '请至少选择一个城市',
      '/purpose': '请选择用途',
      '/basis/kind': '请选择查询依据',
      '/basis/reference': '请填写授权书编号',
      '/basis/expires': '请填写依据的有效期',
    })
  })

  test.each([
    ['31010119000101001', '身份证号应为 18 位'],
    ['31010119000101001Y', '身份证号中有不应出现的字符'],
    ['990101190001010011', '身份证号开头的地区代码不存在，请核对'],
    ['310101190002290019', '身份证号中的出生日期不存在，请核对'],
    ['310101190001010012', '第 18 位校验码应为 1，请核对'],
    ['310101190001010020', '第 18 位校验码应为 X，请核对'],
  ])('has an identity number %s of which is said: %s', (idNumber, words) => {
    expect(faults(entry(person(idNumber)))).toEqual({ '/person/idNumber': words })
  })

  test('says of other documents what they are called', () => {
    expect(faults(entry(person('1', { idType: 'passport' })))).toEqual({
      '/person/idNumber': '护照号位数不对',
    })
    expect(faults(entry(person('1', { idType: 'library-card' })))).toEqual({
      '/person/idType': '请选择证件类型',
    })
  })

  test.each([
    ['\u3164\u115f', '请填写姓名'],
    ['\u202e\u200b', '请填写姓名'],
    // Braille without dots, and a mark on nothing.
    ['\u2800\u2800', '姓名中没有能看见的文字'],
    ['\u0301', '姓名中没有能看见的文字'],
  ])('has a name %j of which nothing can be seen: %s', (name, words) => {
    expect(faults(entry(person('310101190001010011', { name })))).toEqual({ '/person/name': words })
  })

  test('is kept without what nobody sees', () => {
    const basis = { kind: 'consent' as const, reference: 'SQS\u3164-\u202e1\ufe0f', expires: '2026-12-01' }
    const found = read(entry({ ...person('310101190001010011', { name: '沈\u3164清\u202e和' }), basis }))
    expect([found.person.name, found.basis.reference]).toEqual(['沈清和', 'SQS-1'])
  })

  test('repeats in its words neither name nor number', () => {
    const told = readEntry(entry(person('310101190001010012', { name: '沈\u0007清和' })), rules)
    expect(JSON.stringify(told)).not.toMatch(/沈|310101190001/)
    expect(told).toMatchObject({ ok: false, faults: [{ where: '/person/name' }, {}] })
  })

  test.each([
    ['2026-11-27', '查询依据已过有效期，请更新后再查询'],
    ['2026-02-30', '有效期应为日期，如 2026-12-31'],
    ['明年', '有效期应为日期，如 2026-12-31'],
  ])('has a basis that ends %s: %s', (expires, words) => {
    expect(faults(entry({ basis: { kind: 'consent', reference: 'SQS-1', expires } }))).toEqual({
      '/basis/expires': words,
    })
  })

  test.each(['2026-12-01', '2026/12/1', '2026.12.1', '2026年12月1日', '２０２６-12-01', '20261201'])(
    'may write the day as %s',
    (expires) => {
      const { basis } = read(entry({ basis: { kind: 'consent', reference: 'SQS-1', expires } }))
      expect(basis.expires).toBe('2026-12-01')
    },
  )

  test('asks no centre that cannot be asked, each once, and those that wait not now', () => {
    expect(faults(entry({ centres: [shanghai, '330100000000000'] }))).toEqual({
      '/centres': '所选城市中有不能查询的，请重新选择',
    })
    const { centres, wait } = read(entry({ centres: [shanghai, suzhou, shanghai], wait: [suzhou] }))
    expect([centres, wait]).toEqual([[shanghai], [suzhou]])
  })

  test('has an application number of its own or none, and never an identity number for one (T126)', () => {
    expect(read(entry()).applicationNumber).toBeUndefined()
    expect(read(entry({ applicationNumber: ' SL－２０２６ 0001 ' })).applicationNumber).toBe('SL-20260001')
    expect(faults(entry({ applicationNumber: '受理1号' }))).toHaveProperty('/applicationNumber')
    expect(faults(entry({ applicationNumber: 'A310101190001010011' }))).toEqual({
      '/applicationNumber': '业务编号中不能有身份证号',
    })
  })

  test('however it was typed, is one and the same', () => {
    const noise = fc.constantFrom('', ' ', '\u3000', '\t', '\u200b', '\u00a0', '\ufeff')
    const typed = (text: string): fc.Arbitrary<string> =>
      fc
        .array(fc.tuple(noise, fc.boolean()), { minLength: text.length, maxLength: text.length })
        .map((how) =>
          [...text].map((character, i) => `${how[i]?.[0]}${wide(character, how[i]?.[1])}`).join(''),
        )
    fc.assert(
      fc.property(typed('31010119000101002x'), typed('沈清和'), (idNumber, name) => {
        expect(read(entry({ person: { name, idNumber } })).person).toEqual({
          name: '沈清和',
          idType: 'resident-id',
          idNumber: '31010119000101002X',
        })
      }),
    )
  })

  test('takes the 15 digits of before 1999 as the 18 that they became', () => {
    expect(read(entry(person('310101000101001'))).person.idNumber).toMatch(/^31010119000101001[0-9X]$/)
  })

  test('is read or told to be wrong, whatever it is, and read it stays what it is', () => {
    const text = fc.string({ unit: 'binary', maxLength: 80 })
    const like = (good: string) => fc.oneof(fc.constantFrom(good, ` ${good}`), fc.constant(undefined), text)
    const fields = ['沈清和', '310101000101001', 'SQS-1', '2026/12/1', 'SL-1'].map(like)
    fc.assert(
      fc.property(fc.tuple(...fields), ([name, idNumber, reference, expires, applicationNumber]) => {
        const found = readEntry(
          entry({
            person: { ...(name !== undefined && { name }), ...(idNumber !== undefined && { idNumber }) },
            basis: {
              kind: 'consent',
              ...(reference !== undefined && { reference }),
              ...(expires !== undefined && { expires }),
            },
            ...(applicationNumber !== undefined && { applicationNumber }),
          }),
          rules,
        )
        if (!found.ok) return expect(found.faults.length).toBeGreaterThan(0)
        const again = { ...found.entry, applicationNumber: found.entry.applicationNumber ?? '' }
        expect(readEntry(again, rules)).toEqual({ ok: true, entry: found.entry })
      }),
    )
  })
})

/** Full-width where there is such a form. */
function wide(character: string, yes: boolean | undefined): string {
  const code = character.charCodeAt(0)
  return yes && code > 0x20 && code < 0x7f ? String.fromCharCode(code + 0xfee0) : character
}
