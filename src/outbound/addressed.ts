import { GatewayError } from '../errors.ts'
import type { KnownMember } from '../speaker/ports.ts'

type Listed = Pick<KnownMember, 'code' | 'name' | 'kind' | 'division'>

/**
 * The centres that a question is for, each once: codes as they are, and a division (6 digits, GB/T 2260) as the one centre in it.
 * 苏州 320500 has two, of the city and of 工业园区, and a person's account is with one of them: which is for the asker to say.
 * Fails with QUESTION_INVALID naming those it could be, `where` a JSON pointer.
 */
export function addressedCentres(to: readonly string[], members: Iterable<Listed>): string[] {
  const listed = [...members]
  return [...new Set(to.map((text, index) => (isDivision(text) ? onlyIn(text, listed, index) : text)))]
}

/** Member codes have 9 or 15 digits, so that no text can be both. */
function isDivision(text: string): boolean {
  return /^[0-9]{6}$/.test(text)
}

function onlyIn(division: string, members: readonly Listed[], index: number): string {
  const centres = members.filter((member) => member.kind === 'centre' && liesIn(member.division, division))
  const [only] = centres
  if (only && centres.length === 1) return only.code
  throw new GatewayError('QUESTION_INVALID', { where: `/to/${index}`, detail: choice(division, centres) })
}

/** A province ends in 0000, a city in 00; what is below ends in neither. */
function liesIn(division: string, area: string): boolean {
  return division.startsWith(area.replace(/(0000|00)$/, ''))
}

/** A problem's detail has at most 500 characters, those around the list included; further candidates are counted. */
const longestList = 400

function choice(division: string, centres: readonly Listed[]): string {
  if (centres.length === 0)
    return `目录在该行政区划内没有中心，请给出机构代码 the directory lists no centre in ${division}; give a centre’s code`
  const named: string[] = []
  for (const { code, name } of centres) {
    if ([...named, `${code} ${name}`].join(', ').length > longestList) break
    named.push(`${code} ${name}`)
  }
  const more = centres.length > named.length ? ` 另有 and ${centres.length - named.length} more` : ''
  return `该行政区划内有多个中心，请给出其一的机构代码 several centres are in ${division}, give the code of one: ${named.join(', ')}${more}`
}
