/** Facts as the form names them, for what contradicts itself. */
const labels: Readonly<Record<string, string>> = {
  'account.number': '个人公积金账号',
  'account.opened': '开户时间',
  'account.status': '账户状态',
  'account.frozen': '冻结标志',
  'account.arrears': '欠缴标志',
  'employer.name': '工作单位',
  'contribution.base': '缴存基数',
  'contribution.unitRatio': '单位缴存比例',
  'contribution.ownRatio': '个人缴存比例',
  'contribution.unitMonthly': '单位月缴存额',
  'contribution.ownMonthly': '个人月缴存额',
  'contribution.totalMonthly': '月缴存额',
  'contribution.paidThrough': '个人缴至年月',
  'contribution.unitPaidThrough': '单位缴至年月',
  'balance.amount': '缴存余额',
  'continuity.start': '连续缴存起始年月',
  'continuity.end': '连续缴存终止年月',
  'continuity.monthCount': '连续缴存月数',
  'continuity.sixMonths': '连续缴存六个月标志',
  'continuity.months': '逐月缴存情况',
  'loans.count': '贷款次数',
  'loans.unsettledCount': '未结清笔数',
  'loans.unsettled': '有无未结清贷款',
  'loans.usage': '使用情况',
  'loans.contractTotal': '累计贷款金额',
  'loans.unsettledBalance': '未清偿贷款余额',
  'loans.lastSettled': '最近结清日期',
}

/** The form's word for a fact; one that has none keeps its name. */
export function factLabel(fact: string): string {
  return labels[fact] ?? fact
}
