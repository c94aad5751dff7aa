const suffix = '异地缴存证明'

export function setTitle(title: string): void {
  document.title = `${title} - ${suffix}`
}
