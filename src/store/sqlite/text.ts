/** A statement as SQLite takes it: one process writes at a time there, so no row is ever locked by another. */
export function sqliteText(sql: string): string {
  return sql.replaceAll(' for update skip locked', '')
}
