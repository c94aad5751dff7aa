import type { ShownCentre, ShownCentres } from '../../../shown/cases.ts'

type Province = ShownCentres['provinces'][number]

/** Provinces with those of their centres that a text finds: by name, by pinyin (suzhou), by initials (sz), by code. */
export function filterCentres(provinces: readonly Province[], text: string): Province[] {
  const wanted = text.trim().toLowerCase().replace(/\s/g, '')
  if (wanted === '') return [...provinces]
  return provinces
    .map((province) =>
      province.name.includes(wanted)
        ? province
        : { ...province, centres: province.centres.filter((centre) => isFound(centre, wanted)) },
    )
    .filter(({ centres }) => centres.length > 0)
}

function isFound({ name, pinyin, initials, code }: ShownCentre, wanted: string): boolean {
  return (
    name.includes(wanted) ||
    pinyin.startsWith(wanted) ||
    initials.startsWith(wanted) ||
    code.startsWith(wanted)
  )
}
