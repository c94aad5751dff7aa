const texts: Record<string, string> = {
  'remote-housing-loan': '异地购房贷款',
  'citizen-application': '本人申请出具',
}

/** What the facts are for, in words; a purpose of a later version keeps its name. */
export function purposeText(purpose: string): string {
  return texts[purpose] ?? purpose
}
