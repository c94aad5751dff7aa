import { resolve } from 'node:path'
import type { GatewayConfig } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import type { YamlFile } from './yaml-file.ts'

/** A place that is told what became of an office client's jobs. */
export interface CallbackConfig {
  /** Name of the client. */
  caller: string
  name: string
  url: string
  /** Absolute path. */
  anchors: string
  /** JSON pointer to it in the configuration. */
  at: string
}

/** The places of each office client, in the order of the clients; `base` is the folder of the configuration. Fails with CONFIG_INVALID at file:line. */
export function callbacksOf(
  { office, trust }: Pick<GatewayConfig, 'office' | 'trust'>,
  { yaml, base }: { yaml: YamlFile; base: string },
): CallbackConfig[][] {
  const seen = new Set<string>()
  return office.clients.map(({ name: caller, callbacks = [] }, index) =>
    callbacks.map(({ name, url, anchors }, place) => {
      const at = `/office/clients/${index}/callbacks/${place}`
      // One client may be there several times, with a certificate each.
      const key = `${caller} ${name}`
      const fault = seen.has(key)
        ? '/name 与该客户端的另一回调地址重名 is that of another place of this client'
        : urlFault(url)
      if (fault) throw new GatewayError('CONFIG_INVALID', { where: yaml.place(at), detail: at + fault })
      seen.add(key)
      return { caller, name, url, anchors: resolve(base, anchors ?? trust.anchors), at }
    }),
  )
}

function urlFault(url: string): string | undefined {
  return URL.parse(url) ? undefined : '/url 不是 URL is no URL'
}
