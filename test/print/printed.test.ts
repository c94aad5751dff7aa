import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import jsqr from 'jsqr'
import type { DepositCertificate } from '../../src/contracts/generated/types.ts'
import { printCertificate } from '../../src/print/print-certificate.ts'
import type { Printed, PrintOrder } from '../../src/print/order.ts'
import { originalIn } from '../../src/print/verify/original.ts'
import { createEvidenceDesk } from '../support/evidence.ts'
import { elementsOf } from './pdf-structure.ts'
import { orderOf, wholeCertificate } from './support.ts'

const desk = createEvidenceDesk()
let pdfium: PDFiumLibrary
let whole: Printed

beforeAll(async () => {
  pdfium = await PDFiumLibrary.init()
  whole = await printCertificate(orderOf(desk))
})

afterAll(() => {
  pdfium.destroy()
  desk[Symbol.dispose]()
})

async function pagesOf(pdf: Buffer): Promise<string[]> {
  const document = await pdfium.loadDocument(pdf)
  const texts = [...document.pages()].map((page) => page.getText())
  document.destroy()
  return texts
}

/** White space apart: lines break where there is room. */
async function textOf(printed: Printed): Promise<string> {
  return (await pagesOf(printed.pdf)).join('').replaceAll(/\s/g, '')
}

function print(
  certificate: Partial<DepositCertificate>,
  changes: Partial<PrintOrder> = {},
): Promise<Printed> {
  return printCertificate(orderOf(desk, certificate, changes))
}

function facts(changes: Partial<DepositCertificate['facts']>): Partial<DepositCertificate> {
  return { facts: { asOf: '2026-11-24T09:59:58+08:00', ...wholeCertificate.facts, ...changes } }
}

describe('a printed certificate', () => {
  test('is below 100 KB, on two pages', async () => {
    expect(whole.pdf.length).toBeLessThan(100_000)
    expect(await pagesOf(whole.pdf)).toHaveLength(2)
  })

  test('gives its text back, rare characters too', async () => {
    const text = await textOf(whole)
    expect(text).toContain('异地贷款职工住房公积金缴存使用证明')
    expect(text).toContain('职工姓名骉㛃𬭎身份证号310101190001010011')
    expect(text).toContain('致：江苏省省级机关住房资金管理中心（机构代码320101000000000）')
    expect(text).toContain('有效期至2027年01月24日')
    expect(text).toContain('其间断缴：2024年03月—2024年05月')
    expect(text).toContain('未清偿贷款余额对方未提供')
    expect(whole.unshown).toEqual([])
  })

  test('has the receipt on the second page, with no decision ticked', async () => {
    const [, receipt = ''] = await pagesOf(whole.pdf)
    expect(receipt).toContain('（回执）')
    expect(receipt).toContain('□准予贷款')
    expect(receipt).not.toContain('■')
  })

  test('has a QR code that scanners read, without the person', async () => {
    const document = await pdfium.loadDocument(whole.pdf)
    const { data, width, height } = await document.getPage(0).render({ scale: 2, render: 'bitmap' })
    document.destroy()
    const found = jsqr.default(Uint8ClampedArray.from(data), width, height)
    expect(found?.data).toBe(whole.checkUrl)
    expect(whole.checkUrl).toMatch(
      /^https:\/\/check\.shanghai\.example\/check#[0-9]{20}[0-9A-Z]\.[0-9A-Z]{12}$/,
    )
  })

  test('says on each page of a sandbox that nothing is true, and elsewhere nothing of it', async () => {
    for (const page of await pagesOf(whole.pdf)) expect(page).toContain('测试环境·虚构数据')
    expect(await textOf(await print({}, { sandbox: false }))).not.toContain('测试环境')
  })

  test('holds the signed original, byte for byte', () => {
    const { token } = orderOf(desk)
    const { number, token: attached } = originalIn(whole.pdf) ?? {}
    expect(number).toBe('31000020261124000001O')
    expect(attached?.length).toBe(token.length)
    expect(attached?.toString('latin1').split('.').slice(0, 2)).toEqual(
      Buffer.from(token).toString('latin1').split('.').slice(0, 2),
    )
  })

  test('is the same but for its signature when printed again at the same moment', async () => {
    const order = orderOf(desk)
    const [one, two] = await Promise.all([printCertificate(order), printCertificate(order)])
    const at = one.pdf.indexOf('/Contents <')
    const after = one.pdf.indexOf('>', at)
    expect(two.pdf.subarray(0, at)).toEqual(one.pdf.subarray(0, at))
    expect(two.pdf.subarray(after)).toEqual(one.pdf.subarray(after))
  })
})

describe('what has to be said', () => {
  test('a fact of which nothing can be seen is not an empty field', async () => {
    const text = await textOf(await print(facts({ employer: { name: '\u3164\u202e' } })))
    expect(text).toContain('工作单位〔不可见〕')
  })

  test('contradictions are told in the form’s words', async () => {
    const contradictions = [{ rule: 'usage-against-loans' as const, facts: ['loans.usage', 'loans.count'] }]
    const text = await textOf(await print(facts({ contradictions })))
    expect(text).toContain('所给数据自相矛盾（※），请向出具中心核实')
    expect(text).toContain('※贷款使用情况与贷款次数或未结清情况不符（使用情况、贷款次数）')
  })

  test('months that the centre does not list are not shown as unpaid', async () => {
    const text = await textOf(await print(facts({ continuity: { monthCount: 12 } })))
    expect(text).toContain('逐月缴存情况：对方未提供。')
    expect(text).not.toContain('未见缴存')
  })

  test('a certificate that has expired says so', async () => {
    const late = { at: Date.parse('2027-01-25T00:00:00+08:00') }
    expect(await textOf(await print({}, late))).toContain('打印时本证明已过有效期。')
    expect(await textOf(whole)).not.toContain('已过有效期')
  })

  test('says where the issuing centre could not be asked whether it was withdrawn, and there only', async () => {
    const words = '打印时未能向出具中心查询本证明是否撤销，使用前请验真。'
    expect(await textOf(await print({}, { standingKnown: false }))).toContain(words)
    expect(await textOf(await print({}, { standingKnown: true }))).not.toContain(words)
    expect(await textOf(whole)).not.toContain(words)
  })

  test('says where nobody told whether the signing certificate was revoked, and there only', async () => {
    const words = '打印时未能核实出具中心的签名证书是否已被吊销，使用前请验真。'
    expect(await textOf(await print({}, { revocationKnown: false }))).toContain(words)
    expect(await textOf(await print({}, { revocationKnown: true }))).not.toContain(words)
    expect(await textOf(whole)).not.toContain(words)
  })

  test('who only received it signs the print and not the certificate', async () => {
    const printer = { code: '320101000000000', name: '江苏省省级机关住房资金管理中心' }
    const text = await textOf(await print({}, { printer }))
    expect(text).toContain('本打印件电子签名：江苏省省级机关住房资金管理中心')
    expect(text).toContain('出具中心：上海市公积金管理中心')
    expect(text).toContain('证明原件附于本文件')
  })

  test('who relayed it is named', async () => {
    const relayedBy = { code: '330000000000000', name: '浙江省公积金枢纽' }
    expect(await textOf(await print({ relayedBy }))).toContain('转发方：浙江省公积金枢纽')
  })

  test('a character that the font lacks stands as its code point, and as itself for who is read to', async () => {
    const printed = await print({ person: { name: '王𠮷', idType: 'passport', idNumber: 'E1' } })
    expect(printed.unshown).toEqual(['U+20BB7'])
    expect(await textOf(printed)).toContain('王〔U+20BB7〕')
    expect(elementsOf(printed.pdf).map(({ actualText }) => actualText)).toContain('王𠮷')
  })

  test('the longest values and every rule broken still fit, on more pages and below 100 KB', async () => {
    const long = '很'.repeat(200)
    const printed = await print({
      ...facts({
        sourceNumber: long,
        account: { ...wholeCertificate.facts?.account, number: long },
        employer: { name: long },
        contradictions: Array.from({ length: 20 }, () => ({
          rule: 'unsettled-against-loans' as const,
          facts: ['loans.unsettled', 'loans.count', 'loans.unsettledCount', 'loans.unsettledBalance'],
        })),
      }),
      issuer: '中'.repeat(100),
      relayedBy: { code: '330000000000000', name: '心'.repeat(100) },
      person: { name: '名'.repeat(120), idType: 'other', idNumber: 'X'.repeat(32) },
    })
    expect(await pagesOf(printed.pdf)).toHaveLength(4)
    expect(printed.pdf.length).toBeLessThan(100_000)
    expect((await textOf(printed)).match(/很/g)?.length).toBeGreaterThanOrEqual(600)
  })
})

describe('the structure tree', () => {
  test('says language, title and that it is PDF/UA', () => {
    const text = whole.pdf.toString('latin1')
    expect(text).toContain('/Lang (zh-CN)')
    expect(text).toContain('/DisplayDocTitle true')
    expect(text).toContain('/Marked true')
    expect(text).toContain('<pdfuaid:part>1</pdfuaid:part>')
    expect(text).toContain('/Tabs /S')
  })

  test('has headings, and each label before its value', () => {
    const types = elementsOf(whole.pdf).map(({ type }) => type)
    expect(types.filter((type) => /^H\d/.test(type))).toEqual(['H1', 'H2', 'H1'])
    expect(types.filter((type) => type === 'TR').length).toBe(types.filter((type) => type === 'TH').length)
    const cells = types.filter((type) => type === 'TH' || type === 'TD')
    expect(cells.every((type, index) => type === (index % 2 === 0 ? 'TH' : 'TD'))).toBe(true)
  })

  test('says in words what is drawn', () => {
    const figures = elementsOf(whole.pdf).filter(({ type }) => type === 'Figure')
    expect(figures.map(({ alt }) => alt?.slice(0, 12))).toEqual(['2021年至2026年逐', '二维码：https://'])
    expect(elementsOf(whole.pdf).find(({ type }) => type === 'Form')?.alt).toBe(
      '电子签名：上海市公积金管理中心',
    )
  })
})
