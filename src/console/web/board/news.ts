import type { ShownBoard } from '../../shown/board.ts'
import { breakerWords } from '../pure/breaker-words.ts'

/** What a listener should hear of a new state of the board: breakers that moved, alarms that came or went. */
export function news(before: ShownBoard | undefined, after: ShownBoard): string[] {
  if (!before) return []
  const states = new Map(before.peers.map(({ code, state }) => [code, state]))
  const moved = after.peers.flatMap(({ code, name, state }) => {
    const old = states.get(code)
    return old === undefined || old === state ? [] : [`${name}：${breakerWords[state].word}`]
  })
  return [
    ...moved,
    ...onlyIn(after, before).map(({ zh }) => `新告警：${zh}`),
    ...onlyIn(before, after).map(({ zh }) => `告警已解除：${zh}`),
  ]
}

function onlyIn(these: ShownBoard, those: ShownBoard) {
  const known = new Set(those.alarms.map(({ id }) => id))
  return these.alarms.filter(({ id }) => !known.has(id))
}
