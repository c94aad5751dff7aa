import { customPinyin, pinyin } from 'pinyin-pro'

/** Places that are read otherwise than the library has them. */
customPinyin({
  乐清: 'yuè qīng',
  乐亭: 'lào tíng',
  六合: 'lù hé',
  单县: 'shàn xiàn',
  吴堡: 'wú bǔ',
  大埔: 'dà bù',
  歙县: 'shè xiàn',
  浚县: 'xùn xiàn',
  涡阳: 'guō yáng',
  都匀: 'dū yún',
  黄陂: 'huáng pí',
})

/** What every centre's name ends in; nobody types that to find one. */
const institution = /(?:(?:住房)?(?:公积金|资金)(?:管理)?|管理)(?:中心|部).*$/u

/** How a place's name is typed: without tones, in one word, and by the first letters. ü is v, as on keyboards. */
export function typedAs(centreName: string): { pinyin: string; initials: string } {
  const place = centreName.replace(institution, '').replace(/(?<=..)市$/u, '') || centreName
  const syllables = pinyin(place, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
  const words = syllables.map((syllable) => syllable.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
  return { pinyin: words.join(''), initials: words.map((word) => word.slice(0, 1)).join('') }
}
