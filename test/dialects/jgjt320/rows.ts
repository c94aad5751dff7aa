import type { CoreRow } from '../../../src/dialects/jgjt320/values.ts'

/** An account row as queries.ts gives it, every element in the standard's form. */
export function accountRow(changes: CoreRow = {}): CoreRow {
  return {
    XingMing: '沈清和',
    ZJLX: '01',
    GRZH: '310000000010',
    DWZH: '3100008001',
    GRJCJS: '12000.00',
    GRZHZT: '01',
    KHRQ: '20241110',
    GRZHYE: '40320.00',
    GRYJCE: '840.00',
    DWYJCE: '840.00',
    GRJZNY: '202610',
    DJBZ: '0',
    XHRQ: null,
    DWMC: '上海示例科技有限公司',
    ZZJGDM: '91310000MA0TEXT12T',
    DWJCBL: '7.00',
    GRJCBL: '7.00',
    JZNY: '202610',
    ...changes,
  }
}

export function paymentRow(changes: CoreRow = {}): CoreRow {
  return { FSNY: '202610', GJHTQYWLX: '01', FSE: '1680.00', CZBZ: '0', ...changes }
}

export function loanRow(changes: CoreRow = {}): CoreRow {
  return {
    JKHTBH: 'HT1',
    HTDKJE: '500000.00',
    DKZH: 'DK1',
    DKYE: '0.00',
    DKJQRQ: '20260520',
    DKZT: '03',
    ...changes,
  }
}
