import type { ShownWaiting } from '../../../shown/cases.ts'
import { centreStates, cityOf, notAskedText } from '../case-words.ts'

/** Of what came back not all is told at once. */
export const moreReturnedText = '还有更多等待的查询已返回，以上提示全部关闭后继续显示'

/** 「苏州已恢复，张*的证明已返回」; what came may also be that there is no record, or that it could not be asked after all. */
export function returnedText({ centre, person, state }: ShownWaiting['returned'][number]): string {
  const city = cityOf(centre.name)
  if (state === 'answered') return `${city}已恢复，${person.name}的证明已返回`
  if (state === 'not-asked') return `${city}：${person.name}的等待已结束，${notAskedText}`
  return `${city}已恢复，${person.name}的查询结果：${centreStates[state].word}`
}
