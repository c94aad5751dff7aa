import type { EndpointWalk, Examination, Hop, HopName, Text } from '../../doctor/ports.ts'
import type { ShownHops } from '../shown/board.ts'

type ShownHop = ShownHops['hops'][number]

/** The hops that the page shows, each with those of the doctor that belong to it. */
const parts: Record<ShownHop['hop'], readonly HopName[]> = {
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

/** An examination as the page shows it: one endpoint hop by hop, the first that fails where one does. */
export function shownHops({ ok, directory, endpoints }: Examination): ShownHops {
  const shown = endpoints.find((walk) => !walk.ok) ?? endpoints[0]
  const walked = directory.trouble ? [directory] : (shown?.hops ?? [])
  return {
    ok,
    ...(shown && { endpoint: shown.endpoint }),
    ...(endpoints.length > 1 && { others: endpoints.filter((walk) => walk !== shown).map(told) }),
    hops: (Object.keys(parts) as ShownHop['hop'][]).map((hop) => shownHop(hop, walked)),
  }
}

function told({ endpoint, ok }: EndpointWalk): { endpoint: string; ok: boolean } {
  return { endpoint, ok }
}

function shownHop(hop: ShownHop['hop'], walked: readonly Hop[]): ShownHop {
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
  if (own.length === 0) {
    return {
      hop,
      ok: false,
      skipped: true,
      zh: '未到达：前一步失败',
      en: 'not reached: a hop before it fails',
    }
  }
  const text = own.map((each) => each.text).join('；')
  const skipped = own.every(({ state }) => state === 'skipped')
  return { hop, ok: true, ...(skipped ? { skipped } : { ms }), zh: text, en: text }
}
