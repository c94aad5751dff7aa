import { type Config, loadConfig } from '../../config/config.ts'
import { assertReloadable, changedMembers, type Settings } from '../../config/reloadable.ts'
import { isReplaceable, replaceFile } from '../../config/replace-file.ts'
import { loadSecrets } from '../../config/secrets.ts'
import { bytesOf } from '../../config/yaml-file.ts'
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
    const findings = await checkConfig(file, lasting.contracts, shell, text)
    const found = {
      faults: findings.filter(({ state }) => state === 'fails').map(faultOf),
      warnings: findings
        .filter(({ state }) => state === 'warns')
        .map(({ at = file, subject, text: said }) => ({ where: at, text: `${subject}: ${said}` })),
    }
    if (found.faults.length > 0) return { ...found, changes: [] }
    try {
      const next = settingsIn(file, shell, lasting, text)
      assertWhoIsWho(inForce().config, next.config)
      return { ...found, changes: changesTo(next) }
    } catch (thrown) {
      return { ...found, faults: [faultAt(file, thrown)], changes: [] }
    }
  }

  function changesTo(next: ServedSettings): string[] {
    const names = configurationChanges(known(inForce()), known(next))
    try {
      assertReloadable(first, next)
      return names
    } catch (thrown) {
      const fixed = new Set((toGatewayError(thrown).where ?? '').split(', '))
      const onlyRestart = '仅在重启后生效 only a restart changes it'
      return [
        ...names.filter((name) => !fixed.has(name)),
        ...[...fixed].map((name) => `${name}（${onlyRestart}）`),
      ]
    }
  }

  async function attempt(text: string): ReturnType<Reconfigure['attempt']> {
    const found = await check(text)
    if (found.faults.length > 0) return found
    try {
      const next = settingsIn(file, shell, lasting, text)
      assertReloadable(first, next)
      await builtOnce(next, lasting)
      return found
    } catch (thrown) {
      return { ...found, faults: [faultAt(file, thrown)] }
    }
  }

  async function apply(text: string): Promise<void> {
    const before = inForce()
    const [fault] = (await attempt(text)).faults
    if (fault) throw refused(`${fault.code} ${fault.detail ?? fault.en}`, fault.where)
    if (bytesOf(file).toString() !== before.text) {
      throw new GatewayError('CONFIG_CONFLICT', { where: file, detail: 'the file is not what is in force' })
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
    apply(text) {
      const run = last.then(() => apply(text))
      last = run.catch(() => undefined)
      return run
    },
  }
}

/** Who may do what here is not changed from here: who could name another identity provider could be anybody. */
function assertWhoIsWho(before: Config, after: Config): void {
  const where = 'office.console.identity'
  if (!changedMembers(before, after).some((member) => `${member}.`.startsWith(`${where}.`))) return
  throw refused('it is changed on the machine, not by the console 只能在服务器上修改', where)
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
