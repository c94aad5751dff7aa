import type { DialectOutcome, DialectReply } from '../../contracts/generated/types.ts'
import { stepFaults } from './body/content-faults.ts'
import { below, type DefinitionFault } from './pointer.ts'
import type { KnownNames } from './template-faults.ts'

/** What is wrong with the reply of a call at a pointer. */
export function replyFaults(reply: DialectReply, pointer: string, known: KnownNames): DefinitionFault[] {
  const at = below(pointer, 'outcomes')
  const answered = reply.outcomes.some(({ means }) => means === 'answered')
  const always = reply.outcomes.findIndex((outcome) => !conditionsOf(outcome).length)
  return [
    ...(answered ? [] : [{ pointer: at, fault: '没有表示已应答的结果 never means answered' }]),
    ...(always >= 0 && always < reply.outcomes.length - 1
      ? [
          {
            pointer: below(at, always),
            fault: '恒成立，其后各项不起作用 always holds, so that those behind it never count',
          },
        ]
      : []),
    ...reply.outcomes.flatMap((outcome, i) => outcomeFaults(outcome, below(at, i))),
    ...stepFaults(reply.then, below(pointer, 'then'), known),
    ...Object.entries(reply.keep ?? {}).flatMap(([name, { then }]) =>
      stepFaults(then, below(pointer, 'keep', name, 'then'), known),
    ),
  ]
}

function outcomeFaults(outcome: DialectOutcome, pointer: string): DefinitionFault[] {
  const conditions = conditionsOf(outcome).length
  if (conditions > 1) return [{ pointer, fault: '条件不止一个 has more than one condition' }]
  const isBlind = conditions === 0 && outcome.at !== undefined
  return isBlind ? [{ pointer, fault: '有 at 而没有条件 looks at something and asks nothing of it' }] : []
}

function conditionsOf({ equals, contains, is }: DialectOutcome): unknown[] {
  return [equals, contains, is].filter((condition) => condition !== undefined)
}
