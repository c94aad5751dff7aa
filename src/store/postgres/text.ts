/** A statement as PostgreSQL takes it: places are numbered. */
export function postgresText(sql: string): string {
  let place = 0
  return sql.replaceAll('?', () => `$${(place += 1)}`)
}

/** A step of the schema as PostgreSQL takes it; its rows have no order of their own. */
export function postgresSchema(sql: string): string {
  return sql
    .replaceAll(/\) without rowid;/g, ');')
    .replaceAll(/^order by rowid;$/gm, ';')
    .replaceAll(/\bblob\b/g, 'bytea')
}
