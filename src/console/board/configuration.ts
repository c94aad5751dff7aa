import { chinaDateTime, type Clock } from '../../clock.ts'
import { digestOf } from '../../domain/digest.ts'
import { GatewayError } from '../../errors.ts'
import { type ConfigurationStatus, toldConfiguration } from '../../domain/configuration-status.ts'
import type { ConsolePerson } from '../person.ts'
import type { ShownConfiguration, ShownConfigurationCheck } from '../shown/board.ts'
import type { ConfigurationTexts, KeptText } from './ports.ts'
import type { Reconfigure } from './reconfigure.ts'
import type { RecordAccess } from './record.ts'
import { textDiff } from './text-diff.ts'

export interface ConfigurationDeps {
  status(): ConfigurationStatus
  /** Undefined where the program that serves gives none. */
  reconfigure(): Reconfigure | undefined
  texts: ConfigurationTexts
  recordAccess: RecordAccess
  clock: Clock
}

export interface Change {
  person: ConsolePerson
  reason: string
}

/** Checking, trying and using another configuration (校验、试运行、生效、回滚). */
export interface Configurations {
  shown(): Promise<ShownConfiguration>
  /** Fails with CONFIG_TEXT_UNKNOWN. */
  text(id: string): Promise<string>
  check(text: string): Promise<ShownConfigurationCheck>
  attempt(text: string): Promise<ShownConfigurationCheck>
  /** `basedOn`: the version that the text was made from. Fails with CONFIG_CONFLICT, CONFIG_REFUSED, RESTART_REQUIRED, CONFIG_READ_ONLY, FILE_UNUSABLE. */
  apply(text: string, basedOn: string, change: Change): Promise<void>
  /** Fails as `apply` does, and with CONFIG_TEXT_UNKNOWN. */
  rollBack(id: string, change: Change): Promise<void>
}

export function createConfigurations(deps: ConfigurationDeps): Configurations {
  const { texts, status, clock } = deps

  function port(): Reconfigure {
    const found = deps.reconfigure()
    if (found) return found
    throw new GatewayError('CONFIG_READ_ONLY')
  }

  async function text(id: string): Promise<string> {
    const found = await texts.text(id)
    if (found !== undefined) return found
    throw new GatewayError('CONFIG_TEXT_UNKNOWN', { where: id })
  }

  async function judged(after: string, way: 'check' | 'attempt'): Promise<ShownConfigurationCheck> {
    const reconfigure = port()
    const found = await reconfigure[way](after)
    return { ok: found.faults.length === 0, ...found, diff: textDiff(reconfigure.text(), after) }
  }

  async function use(after: string, { person, reason }: Change): Promise<void> {
    const reconfigure = port()
    if (!reconfigure.writable()) throw new GatewayError('CONFIG_READ_ONLY')
    const [before, { loadedAt }] = [reconfigure.text(), status()]
    await deps.recordAccess({ person, action: 'configure', reason })
    await reconfigure.apply(after, before)
    const [newest] = await texts.list()
    const known = newest?.digest === digest(before)
    const by = { staff: person.staff, name: person.name }
    await texts.keep([
      ...(known ? [] : [{ at: loadedAt, by: nobody, reason: '', text: before }]),
      { at: clock(), by, reason, text: after },
    ])
  }

  return {
    text,
    check: (after) => judged(after, 'check'),
    attempt: (after) => judged(after, 'attempt'),
    async apply(after, basedOn, change) {
      if (basedOn !== status().version) throw new GatewayError('CONFIG_CONFLICT', { where: basedOn })
      await use(after, change)
    },
    async rollBack(id, change) {
      await use(await text(id), change)
    },
    async shown() {
      const reconfigure = deps.reconfigure()
      const inForce = reconfigure?.text() ?? ''
      const { refused, ...rest } = toldConfiguration(status())
      const detail = status().refused?.error.detail
      return {
        ...rest,
        text: inForce,
        writable: reconfigure?.writable() ?? false,
        ...(refused && { refused: { ...refused, ...(detail !== undefined && { detail }) } }),
        history: shownHistory(await texts.list(), digest(inForce)),
      }
    },
  }
}

/** What stood in the file before somebody changed it here. */
const nobody = { staff: '', name: '' }

function shownHistory(kept: readonly KeptText[], inForce: string): ShownConfiguration['history'] {
  const present = kept.find((each) => each.digest === inForce)
  return kept.map(({ id, at, by, reason, ...each }) => ({
    id,
    at: chinaDateTime(at),
    by: by.name === '' ? '配置文件' : by.name,
    reason: reason === '' ? '在服务器上修改' : reason,
    inForce: each.digest === inForce && id === present?.id,
  }))
}

function digest(text: string): string {
  return digestOf(Buffer.from(text))
}
