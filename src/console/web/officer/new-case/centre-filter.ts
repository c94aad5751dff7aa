import type { ShownCentre, ShownCentres } from '../../../shown/cases.ts'
import { cityOf } from '../case-words.ts'

type Province = ShownCentres['provinces'][number]

/** Provinces with those of their centres that a text finds: by name, by pinyin (suzhou), by initials (sz), by code; all of a province's by the beginning of its own. */
export function filterCentres(provinces: readonly Province[], text: string): Province[] {
  const wanted = wantedBy(text)
  if (wanted === '') return [...provinces]
  return provinces
    .map((province) =>
      province.name.startsWith(wanted) || isTypedAs(province, wanted)
        ? province
        : { ...province, centres: province.centres.filter((centre) => isFound(centre, wanted)) },
    )
    .filter(({ centres }) => centres.length > 0)
}

/** As names are compared: 苏州公积金中心 and 苏州市 look for 苏州. */
function wantedBy(text: string): string {
  const typed = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s'’]/g, '')
  return cityOf(typed).replace(/(?<=..)市$/u, '')
}

function isTypedAs({ pinyin, initials }: Pick<Province, 'pinyin' | 'initials'>, wanted: string): boolean {
  return pinyin.startsWith(wanted) || initials.startsWith(wanted)
}

function isFound(centre: ShownCentre, wanted: string): boolean {
  return centre.name.includes(wanted) || isTypedAs(centre, wanted) || centre.code.startsWith(wanted)
}
