import type { ConverterName } from './convert.ts'
import type { FactName } from './normalised.ts'

/** What a name stands for in the interfaces seen so far, in lower case. A first guess for the next one, never a rule. */
export const factsByName: ReadonlyMap<string, readonly [FactName, ConverterName]> = new Map([
  ...as('account.number', 'text', 'grzh accnum gjjzh grgjjzh socrefacctno acctno'),
  ...as('account.opened', 'date', 'khrq khsj opnaccdate oacctdate opendate'),
  ...as('account.status', 'code', 'grzhzt zhzt indiaccstate state status'),
  ...as('account.frozen', 'code', 'djbz'),
  ...as('employer.name', 'text', 'dwmc unitaccname socunitname unitname'),
  ...as('employer.account', 'text', 'dwzh unitaccnum'),
  ...as('contribution.base', 'yuan', 'grjcjs jcjs basenum base'),
  ...as('contribution.unitRatio', 'ratio', 'dwjcbl unitprop'),
  ...as('contribution.ownRatio', 'ratio', 'grjcbl indiprop'),
  ...as('contribution.unitMonthly', 'yuan', 'dwyjce'),
  ...as('contribution.ownMonthly', 'yuan', 'gryjce'),
  ...as('contribution.totalMonthly', 'yuan', 'yjce indipaysum monthpayamt monthly'),
  ...as('contribution.paidThrough', 'month', 'jzny grjzny lpaym lastpaymonth payenddate paidto'),
  ...as('balance.amount', 'yuan', 'grzhye jcye bal balance'),
  ...as('continuity.start', 'month', 'lxjcks zjlxjcqsny runfrom'),
  ...as('continuity.end', 'month', 'lxjcjs runto'),
  ...as('continuity.monthCount', 'count', 'lxjcys'),
  ...as('continuity.sixMonths', 'code', 'sixmconflag'),
  ...as('loans.count', 'count', 'dkcs loannum loans'),
  ...as('loans.unsettled', 'code', 'loanendflag'),
  ...as('loans.contractTotal', 'yuan', 'ljje ljdkje'),
  ...as('loans.unsettledBalance', 'yuan', 'wqcdkye dkye'),
  ...as('loans.lastSettled', 'date', 'dkjqrq jqrq'),
  ...as('loans.fraud', 'code', 'frloanflag'),
  ...as('sourceNumber', 'text', 'zmbh bianhao loancontrnum'),
])

/** Names that show whom a record is about. */
export const personByName: ReadonlyMap<string, 'name' | 'idNumber'> = new Map([
  ...['xingming', 'accname', 'zgxm', 'empname', 'xm', 'name'].map((name) => [name, 'name'] as const),
  ...['zjhm', 'certinum', 'sfzh', 'sfz', 'idnum', 'idno'].map((name) => [name, 'idNumber'] as const),
])

function as(
  fact: FactName,
  converter: ConverterName,
  names: string,
): [string, readonly [FactName, ConverterName]][] {
  return names.split(' ').map((name) => [name, [fact, converter]])
}
