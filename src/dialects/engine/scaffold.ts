import { factsByName, personByName } from './crosswalk.ts'
import { isBranch, placesInside, type Place } from './path.ts'
import { Numeral, type Tree } from './tree.ts'

/** Names under which replies say whether they went well. */
const verdicts = new Set(['code', 'ret', 'recode', 'resultcode', 'result_code', 'rspcode', 'rtncode'])

/**
 * A dialect.yaml for a sample reply, to be gone through: what other interfaces call alike is mapped, everything else stands
 * under `ignored` with TODO. Only names of the sample go into it, and codes; no value that could be a person's.
 */
export function scaffold(id: string, format: 'json' | 'xml-fields' | 'tags', sample: Tree): string {
  const record = likeliestRecord({ path: '.', value: sample })
  const leaves = leavesOf({ path: '.', value: record.value })
  const mapped = new Map<string, string>()
  const codes: string[] = []
  const person: string[] = []
  const ignored: string[] = []
  for (const { path, value } of leaves) {
    const name = lastName(path)
    const about = personByName.get(name)
    const [fact, converter] = factsByName.get(name) ?? []
    if (about) person.push(`${about}: ${quoted(path)}`)
    else if (fact && converter && !mapped.has(fact)) {
      const table = converter === 'code' ? `, table: ${name}` : ''
      mapped.set(fact, `{ from: ${quoted(path)}, as: ${converter}${table} }`)
      if (converter === 'code')
        codes.push(`${name}: { ${JSON.stringify(text(value))}: null } # TODO what it means`)
    } else ignored.push(`${quoted(path)}: TODO map it, or say why not`)
  }
  return [
    `# TODO what it is, and whose documentation this follows`,
    `dialect: ${id}`,
    `title: { en: TODO, zh: 待填 }`,
    '',
    'calls:',
    '  - name: query',
    '    http: { method: POST, path: / } # TODO',
    '    body:',
    "      json: { name: '{person.name}', number: '{person.idNumber}' } # TODO",
    '    reply:',
    `      format: ${format}`,
    '      outcomes:',
    '        # TODO how a reply says that there is nobody, and that it refuses',
    ...verdictLines(sample),
    '',
    ...(record.path === '.' ? [] : [`record: { at: ${quoted(record.path)} }`]),
    person.length > 0 ? 'person:' : 'person: {} # TODO what shows whom the record is about',
    ...indented(person),
    '',
    'fields:',
    ...indented([...mapped].map(([fact, field]) => `${fact}: ${field}`)),
    ...section('ignored', ignored),
    ...section('codes', codes),
    '',
  ].join('\n')
}

function section(name: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', `${name}:`, ...indented(lines)] : []
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}

function verdictLines(sample: Tree): string[] {
  const verdict = leavesOf({ path: '.', value: sample }).find(({ path }) => verdicts.has(lastName(path)))
  if (!verdict) return ['        - { at: ., is: present, means: answered }']
  const good = JSON.stringify(text(verdict.value))
  return [`        - { at: ${quoted(verdict.path)}, equals: [${good}], means: answered }`]
}

/** The object with the most names that are known, itself or in a list; the whole where none is. */
function likeliestRecord(place: Place): Place {
  const inside = placesInside(place)
    .filter(({ value }) => isBranch(value))
    .map(likeliestRecord)
  return inside.reduce((best, each) => (knownIn(each) > knownIn(best) ? each : best), place)
}

function knownIn(place: Place): number {
  return placesInside(place).filter(({ path, value }) => !isBranch(value) && isKnown(lastName(path))).length
}

function isKnown(name: string): boolean {
  return factsByName.has(name) || personByName.has(name)
}

function leavesOf(place: Place): Place[] {
  return placesInside(place).flatMap((each) => (isBranch(each.value) ? leavesOf(each) : [each]))
}

function lastName(path: string): string {
  return (path.split('/').at(-1) ?? '').toLowerCase()
}

function text(value: Tree): string {
  return value instanceof Numeral ? value.text : String(value ?? '')
}

function quoted(path: string): string {
  return /^[A-Za-z_][\w/.-]*$/.test(path) ? path : JSON.stringify(path)
}
