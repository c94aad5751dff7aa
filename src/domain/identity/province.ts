/** Whether two digits begin a division code of GB/T 2260, in force or former, or stand for Taiwan (71, 83), Hong Kong (81) or Macao (82). */
export function isProvince(digits: string): boolean {
  return /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])$/.test(digits)
}
