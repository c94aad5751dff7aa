import type { DialectCall } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { callOf } from './calls.ts'
import { decodeText } from './charset.ts'
import type { Call, Dialect, DialectQuestion, DialectSettings, Reply } from './dialect.ts'
import { endingOf } from './ending.ts'
import type { DialectFinding } from './normalised.ts'
import { textOf } from './outcomes.ts'
import { at } from './path.ts'
import { freshTexts, idNumbersOf, scopeOf } from './question-texts.ts'
import { readReply, stepped } from './reading.ts'
import { refusal } from './refusal.ts'
import { type Scope, withTexts } from './scope.ts'
import type { Tree } from './tree.ts'
import { understand } from './understand.ts'

/** Conversations of one number are a few messages; this keeps their numbers apart. */
const messagesOfOneNumber = 100

/**
 * Asks a question in a dialect: gives the messages to send, takes the replies, ends with what was found. It sends nothing
 * itself and knows no time but the question's. Fails with CENTRE_REFUSED, CENTRE_UNAVAILABLE where the reply says busy or
 * fault, CENTRE_ANSWER_INVALID where it cannot be read exactly; CONFIG_INVALID, KEY_UNUSABLE where settings do not do.
 */
export function* converse(
  { definition }: Dialect,
  settings: DialectSettings,
  question: DialectQuestion,
): Generator<Call, DialectFinding, Reply> {
  const scope = scopeOf(definition, settings, question)
  let finding: DialectFinding = { outcome: 'no-record' }
  for (const [index, idNumber] of idNumbersOf(question, definition).entries()) {
    const about = withTexts(scope, [['person.idNumber', idNumber]])
    const answer = yield* calls(definition.calls, about, question.seed, index * messagesOfOneNumber)
    finding = 'outcome' in answer ? answer : understand(answer.reply, definition, question)
    if (finding.outcome !== 'no-record') return finding
  }
  return finding
}

/** All calls, until one is answered by what ends the conversation; else the last reply. */
function* calls(
  definitions: readonly DialectCall[],
  begin: Scope,
  seed: Buffer,
  number: number,
): Generator<Call, DialectFinding | { reply: Tree }, Reply> {
  let scope = begin
  let reply: Tree = null
  for (const [index, definition] of definitions.entries()) {
    scope = withTexts(scope, freshTexts(seed, number + index))
    const received = yield callOf(definition, scope)
    const { name, reply: expected } = definition
    const { status } = received
    if (status !== undefined && !(expected.status ?? [200]).includes(status)) {
      throw new GatewayError('CENTRE_UNAVAILABLE', {
        where: `${scope.dialect} ${name}`,
        detail: `应答状态码 HTTP status ${status}`,
      })
    }
    reply = readReply(received, name, expected, scope)
    const ending = endingOf(reply, expected.outcomes, name, scope.dialect)
    if (ending) return ending
    scope = withTexts(scope, kept(reply, definition, scope))
  }
  return { reply }
}

/** Values of a reply for later calls. Fails with CENTRE_ANSWER_INVALID where one is not there or no text. */
function kept(reply: Tree, { reply: { keep = {} } }: DialectCall, scope: Scope): [string, string][] {
  return Object.entries(keep).map(([name, { from, then = [] }]) => {
    const value = textOf(at(reply, from))
    if (!value) throw refusal(scope.dialect, from, '应答中没有该值 is missing')
    const text = decodeText(stepped(Buffer.from(value), then, from, scope))
    if (text === undefined) throw refusal(scope.dialect, from, '不是文本 is no text')
    return [`call.${name}`, text]
  })
}
