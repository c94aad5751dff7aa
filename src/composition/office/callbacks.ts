import { type Callbacks, createCallbacks } from '../../callbacks/callbacks.ts'
import type { CallbacksDeps } from '../../callbacks/ports.ts'
import type { PlaceState } from '../../callbacks/ports.ts'
import type { Config } from '../../config/config.ts'
import type { CallbackConfig } from '../../config/callbacks.ts'
import { certificates, type Identity } from '../../identity/identity.ts'
import {
  type CallbackLine,
  type CallbackLineDeps,
  createCallbackLine,
  defaultCallbackLineSettings,
} from '../../peers/callback-line.ts'
import { certificateToPem } from '../../trust/certificate.ts'
import { keyToPem } from '../../trust/keys.ts'

/** The callbacks of a gateway, with the ways to the configured places. */
export interface OfficeCallbacks extends Callbacks {
  /** The breaker of each place. */
  places(): PlaceState[]
}

interface Deps extends Omit<CallbacksDeps, 'place' | 'keepMs' | 'random'> {
  identity: Pick<Identity, 'tls'>
}

/** Nobody is called yet. We show the certificate of our channels. Fails with KEY_UNUSABLE where a place's anchors cannot be read. */
export function createOfficeCallbacks(
  { office }: Pick<Config, 'office'>,
  { identity, ...deps }: Deps,
): OfficeCallbacks {
  const shown = {
    key: keyToPem(identity.tls.key),
    certificate: identity.tls.chain.map(certificateToPem).join(''),
  }
  const places = office.clients
    .flatMap(({ callbacks }) => callbacks)
    .map((config) => {
      const place = { caller: config.caller, place: config.name }
      const onStateChange: CallbackLineDeps['onStateChange'] = (state) => {
        deps.events.place({ ...place, state })
        if (state === 'closed') void callbacks.recovered(place)
      }
      return { ...place, line: lineTo(config, shown, deps, onStateChange) }
    })
  const lineOf = (caller: string, name: string): CallbackLine | undefined =>
    places.find((one) => one.caller === caller && one.place === name)?.line
  const callbacks = createCallbacks({
    ...deps,
    place: lineOf,
    keepMs: office.jobs.keepHours * 3_600_000,
    random: Math.random,
  })
  return {
    ...callbacks,
    places: () => places.map(({ line, ...place }) => ({ ...place, state: line.figures().state })),
    async [Symbol.asyncDispose]() {
      await callbacks[Symbol.asyncDispose]()
      for (const { line } of places) line[Symbol.dispose]()
    },
  }
}

function lineTo(
  { caller, name, url, anchors }: CallbackConfig,
  shown: { key: string; certificate: string },
  { clock }: Pick<Deps, 'clock'>,
  onStateChange: CallbackLineDeps['onStateChange'],
): CallbackLine {
  return createCallbackLine({
    name: `${caller} ${name}`,
    url,
    tls: { anchors: certificates(anchors).map(certificateToPem).join(''), ...shown },
    settings: defaultCallbackLineSettings,
    clock,
    onStateChange,
  })
}
