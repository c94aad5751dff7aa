import { chinaDateTime } from '../../clock.ts'
import type { EndpointWalk, Examination, Hop, HopName, Text } from '../../doctor/ports.ts'
import type { ShownHops } from '../shown/board.ts'
import type { FoundMessage } from './ports.ts'

type ShownHop = ShownHops['hops'][number]

/** The hops that are walked, each with those of the doctor that belong to it. */
const parts: Record<Exclude<ShownHop['hop'], 'centre'>, readonly HopName[]> = {
  dns: ['directory', 'dns'],
  tcp: ['tcp'],
  tls: ['tls'],
  certificate: ['certificate', 'revocation', 'own-certificates'],
  clock: ['clock'],
  echo: ['ping'],
}

/** What fails, in the words of somebody who reads it at night. */
const names: Record<HopName, Text> = {
  directory: { zh: '目录', en: 'the directory' },
  dns: { zh: 'DNS', en: 'DNS' },
  tcp: { zh: 'TCP', en: 'TCP' },
  tls: { zh: 'TLS', en: 'TLS' },
  certificate: { zh: 'TLS', en: 'TLS' },
  revocation: { zh: '吊销检查', en: 'the check for revocation' },
  'own-certificates': { zh: '本方证书', en: 'our certificates' },
  clock: { zh: '时钟', en: 'the clock' },
  ping: { zh: '签名回声', en: 'the signed echo' },
}

/**
 * An examination as the page shows it: one endpoint hop by hop, the first that fails where one does. `last`: the last question to a
 * centre behind a hub that has ended.
 */
export function shownHops(
  { name, relay, ok, directory, endpoints }: Examination,
  last?: Pick<FoundMessage, 'at' | 'outcome'>,
): ShownHops {
  const shown = endpoints.find((walk) => !walk.ok) ?? endpoints[0]
  const walked = directory.trouble ? [directory] : (shown?.hops ?? [])
  return {
    ok,
    ...(shown && { endpoint: shown.endpoint }),
    ...(endpoints.length > 1 && { others: endpoints.filter((walk) => walk !== shown).map(told) }),
    ...(relay && { behind: name ?? relay.name }),
    hops: [
      ...(Object.keys(parts) as (keyof typeof parts)[]).map((hop) => shownHop(hop, walked)),
      ...(relay ? [ok ? fromHubOn(last) : notReached('centre')] : []),
    ],
  }
}

function told({ endpoint, ok }: EndpointWalk): { endpoint: string; ok: boolean } {
  return { endpoint, ok }
}

/** The hub echoes for the centre, so that only questions get there. */
function fromHubOn(last: Pick<FoundMessage, 'at' | 'outcome'> | undefined): ShownHop {
  const unchecked = { hop: 'centre', unchecked: true } as const
  if (!last) return { ...unchecked, ok: true, zh: '还没有查询经过', en: 'no question has gone there yet' }
  const { at, outcome } = last
  const when = chinaDateTime(at).slice(0, 19).replace('T', ' ')
  return /^[A-Z_]+$/.test(outcome)
    ? {
        ...unchecked,
        ok: false,
        zh: `最近失败 ${outcome}（${when}）`,
        en: `it last failed with ${outcome} (${when})`,
      }
    : {
        ...unchecked,
        ok: true,
        zh: `最近一次查询有应答（${when}）`,
        en: `the last question was answered (${when})`,
      }
}

function notReached(hop: ShownHop['hop']): ShownHop {
  return { hop, ok: false, skipped: true, zh: '未到达：前一步失败', en: 'not reached: a hop before it fails' }
}

function shownHop(hop: keyof typeof parts, walked: readonly Hop[]): ShownHop {
  const own = walked.filter((each) => parts[hop].includes(each.hop))
  const failed = own.find(({ state }) => state === 'fails')
  const ms = Math.round(own.reduce((sum, each) => sum + each.ms, 0))
  if (failed?.trouble) {
    const { cause, remedy } = failed.trouble
    const { zh, en } = names[failed.hop]
    return {
      hop,
      ok: false,
      ms,
      zh: `${zh} 失败：${cause.zh}。${remedy.zh}`,
      en: `${en} fails: ${cause.en}. ${remedy.en}`,
    }
  }
  if (own.length === 0) return notReached(hop)
  const texts = own.flatMap(({ text }) => text ?? [])
  const skipped = own.every(({ state }) => state === 'skipped')
  return {
    hop,
    ok: true,
    ...(skipped ? { skipped } : { ms }),
    zh: texts.map(({ zh }) => zh).join('；'),
    en: texts.map(({ en }) => en).join('; '),
  }
}
