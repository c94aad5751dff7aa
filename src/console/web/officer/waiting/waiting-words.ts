import type { ShownWaiting } from '../../../shown/cases.ts'
import { centreStates, cityOf, notAskedText } from '../case-words.ts'

/** 「苏州已恢复，张*的证明已返回」; what came may also be that there is no record, or that it could not be asked after all. */
export function returnedText({ centre, person, state }: ShownWaiting['returned'][number]): string {
  const city = cityOf(centre.name)
  if (state === 'answered') return `${city}已恢复，${person.name}的证明已返回`
  if (state === 'not-asked') return `${city}：${person.name}的等待已结束，${notAskedText}`
  return `${city}已恢复，${person.name}的查询结果：${centreStates[state].word}`
}
