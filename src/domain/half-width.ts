/** Full-width Latin letters and digits (全角字母、数字), U+FF10 to U+FF5A, as their usual half-width forms; all else as it is. */
export function halfWidth(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
}
