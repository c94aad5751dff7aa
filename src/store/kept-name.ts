/** How that is named which was in a store's place before it was restored at `at`, epoch milliseconds: with the moment in China time. */
export function keptName(store: string, at: number): string {
  const moment = new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  return `${store}.before-restore-${moment}`
}
