import { type Config, givenIn, loadConfig } from '../../config/config.ts'
import { assertNoRestart, fixedChanges, type Settings } from '../../config/reloadable.ts'
import { isReplaceable, replaceFile } from '../../config/replace-file.ts'
import { loadSecrets } from '../../config/secrets.ts'
import { bytesOf, yamlFile } from '../../config/yaml-file.ts'
import type { GatewayConfig } from '../../contracts/generated/types.ts'
import { configurationChanges } from '../../composition/running/configuration-version.ts'
import type { Reconfigure } from '../../console/board/reconfigure.ts'
import { createContext } from '../../composition/create-context.ts'
import { catalogue, GatewayError, toGatewayError } from '../../errors.ts'
import { type Identity, loadIdentity } from '../../identity/identity.ts'
import { createLasting, type Lasting } from '../../composition/lasting.ts'
import { createLogger } from '../../logger.ts'
import { checkConfig } from '../config/check/check.ts'
import type { ConfigFinding } from '../config/check/report.ts'
import type { Shell } from '../shell.ts'
import { changeFromHere } from './change-from-here.ts'

/** What a gateway was made from, with the text of its file. */
export interface ServedSettings extends Settings {
  text: string
}

interface Deps {
  shell: Shell
  lasting: Lasting
  /** What cannot change is as it was at the start. */
  first: Settings
  inForce(): ServedSettings
  /** As at SIGHUP. True where the file as it stands is in force now. */
  reload(): Promise<boolean>
}

/** A file's settings; `text` instead of what stands there. Fails as the parts do. */
export function settingsIn(
  file: string,
  { environment }: Shell,
  { contracts }: Lasting,
  text = bytesOf(file).toString(),
): ServedSettings {
  const config = loadConfig(file, environment, contracts, text)
  return { config, secrets: loadSecrets(config, environment), text }
}

/** How people change the configuration of the gateway that this program serves. */
export function createReconfigure({ shell, lasting, first, inForce, reload }: Deps): Reconfigure {
  const { file } = first.config
  let last: Promise<unknown> = Promise.resolve()

  async function check(text: string): ReturnType<Reconfigure['check']> {
    const nothing = { faults: [], warnings: [], changes: [], restart: [] }
    try {
      const named = changeFromHere(given(inForce().text), given(text))
      // A file or host that it names for these is not looked at: who asks here need not be who runs the machine.
      if (named.restart.length > 0) return { ...nothing, ...named }
    } catch (thrown) {
      return { ...nothing, faults: [faultAt(file, thrown)] }
    }
    const findings = await checkConfig(file, lasting.contracts, shell, text)
    const found = {
      faults: findings.filter(({ state }) => state === 'fails').map(faultOf),
      warnings: findings
        .filter(({ state }) => state === 'warns')
        .map(({ at = file, subject, text: said }) => ({ where: at, text: `${subject}: ${said}` })),
    }
    if (found.faults.length > 0) return { ...nothing, ...found }
    try {
      return { ...found, ...changesTo(settingsIn(file, shell, lasting, text)) }
    } catch (thrown) {
      return { ...nothing, ...found, faults: [faultAt(file, thrown)] }
    }
  }

  function given(text: string): GatewayConfig {
    return givenIn(yamlFile(file, text), lasting.contracts)
  }

  function changesTo(next: ServedSettings): { changes: string[]; restart: string[] } {
    const names = configurationChanges(known(inForce()), known(next))
    const restart = fixedChanges(first, next)
    return { changes: names.filter((name) => !restart.includes(name)), restart }
  }

  async function attempt(text: string): ReturnType<Reconfigure['attempt']> {
    const found = await check(text)
    if (found.faults.length > 0) return found
    try {
      assertNoRestart(found.restart)
      const next = settingsIn(file, shell, lasting, text)
      await builtOnce(next, lasting)
      return found
    } catch (thrown) {
      return { ...found, faults: [faultAt(file, thrown)] }
    }
  }

  async function apply(text: string, basedOn: string): Promise<void> {
    const before = inForce()
    if (before.text !== basedOn) throw new GatewayError('CONFIG_CONFLICT')
    const [fault] = (await attempt(text)).faults
    if (fault?.code === 'RESTART_REQUIRED') throw new GatewayError('RESTART_REQUIRED', { where: fault.where })
    if (fault) throw refused(`${fault.code} ${fault.detail ?? `${fault.zh} ${fault.en}`}`, fault.where)
    if (bytesOf(file).toString() !== before.text) {
      throw new GatewayError('CONFIG_CONFLICT', {
        where: file,
        detail: '文件与生效的配置不一致 the file is not what is in force',
      })
    }
    replaceFile(file, text)
    if (await reload()) return
    const why = lasting.operation.configuration?.().refused?.error
    replaceFile(file, before.text)
    await reload()
    throw refused(`${why?.code ?? ''} ${why?.detail ?? ''}`, why?.where ?? file)
  }

  return {
    text: () => inForce().text,
    writable: () => isReplaceable(file),
    check,
    attempt,
    apply(text, before) {
      const run = last.then(() => apply(text, before))
      last = run.catch(() => undefined)
      return run
    },
  }
}

/** As a reload would build it, but for the store, which is there; closed at once. */
async function builtOnce({ config, secrets }: ServedSettings, lasting: Lasting): Promise<void> {
  const own = createLasting()
  const share: Lasting['share'] = (name, of, make) =>
    name === 'store' ? lasting.share(name, of, make) : own.share(name, of, make)
  const silent = createLogger({ level: 'silent', member: config.member })
  const context = await createContext(config, secrets, silent, { trial: true }, { ...own, share })
  await context[Symbol.asyncDispose]()
}

function known({ config, secrets }: Settings): { config: Config; identity: Identity } {
  return { config, identity: loadIdentity(config, secrets) }
}

type Fault = Awaited<ReturnType<Reconfigure['check']>>['faults'][number]

function faultOf({ code = 'CONFIG_INVALID', at = '', subject, text }: ConfigFinding): Fault {
  const { zh, en } = catalogue[code].title
  return { where: at, code, zh, en, detail: `${subject}: ${text}` }
}

function faultAt(file: string, thrown: unknown): Fault {
  const { code, where = file, detail, entry } = toGatewayError(thrown)
  return { where, code, ...entry.title, ...(detail !== undefined && { detail }) }
}

function refused(detail: string, where: string): GatewayError {
  return new GatewayError('CONFIG_REFUSED', { where, detail: detail.trim() })
}
