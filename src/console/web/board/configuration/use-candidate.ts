import { computed, ref, shallowRef, watch } from 'vue'
import type { ShownConfiguration, ShownConfigurationCheck } from '../../../shown/board.ts'
import { useAttempt } from '../../parts/use-attempt.ts'
import { asProblem } from '../../problem.ts'
import { faultLine } from '../fault-line.ts'

/** What the server does about configurations. */
export interface ConfigurationCalls {
  inForce(): Promise<ShownConfiguration>
  /** `try`: builds everything for it, as a reload would, and takes nothing. */
  check(how: 'check' | 'try', text: string): Promise<ShownConfigurationCheck>
  /** `basedOn`: the version that the text is to follow. */
  apply(sent: { text: string; reason: string; basedOn: string | undefined }): Promise<ShownConfiguration>
  rollBack(id: string, reason: string): Promise<ShownConfiguration>
  /** An earlier one. */
  textOf(id: string): Promise<string>
}

// One candidate at a time, and it outlives its page: whoever looks something up comes back to it. It names nobody.
const text = ref('')
/** As it was put there; what differs was typed, and is nowhere else. */
const given = ref('')
/** What was in force when it was looked at last. */
let known: ShownConfiguration | undefined
/** The version that the candidate is to follow. */
const base = ref<string>()

/** Why the configuration itself is refused: told where it can be mended, not beside the reason for it. */
const ofTheText: readonly string[] = ['CONFIG_CONFLICT', 'CONFIG_REFUSED', 'RESTART_REQUIRED']

/** The configuration in force, and a text that may take its place. */
export function useCandidate(server: ConfigurationCalls) {
  const inForce = shallowRef<ShownConfiguration>()
  const checked = shallowRef<ShownConfigurationCheck>()
  const { busy, problem, attempt } = useAttempt()
  const said = ref('')
  /** Somebody put another version in force since: the candidate's author has to see what it would undo. */
  const overtaken = computed(() => {
    const [from, to] = [base.value, inForce.value?.version]
    return from === undefined || to === undefined || from === to ? undefined : { from, to }
  })

  // What was found of another text says nothing of this one.
  watch(
    text,
    () => {
      checked.value = undefined
      said.value = ''
    },
    { flush: 'sync' },
  )

  function tried<T>(work: () => Promise<T>): Promise<T | undefined> {
    said.value = ''
    return attempt(work)
  }

  function put(candidate: string): void {
    text.value = given.value = candidate
    base.value = inForce.value?.version
  }

  /** A candidate of somebody's own stays, and is compared with what is in force now. */
  async function taken(configuration: ShownConfiguration): Promise<void> {
    const before = known
    inForce.value = known = configuration
    checked.value = undefined
    if (!before || [before.text, configuration.text].includes(text.value)) put(configuration.text)
    if (overtaken.value) await check('check')
  }

  async function load(): Promise<void> {
    const found = await tried(() => server.inForce())
    if (found) await taken(found)
  }

  /** Whether it holds and can be put in force from here. */
  async function check(how: 'check' | 'try'): Promise<boolean> {
    const sent = text.value
    const found = await tried(() => server.check(how, sent))
    if (!found || text.value !== sent) return false
    checked.value = found
    said.value = saidOf(how, found, inForce.value?.version)
    return found.ok && found.restart.length === 0
  }

  /** Fails with what has nothing to do with the text. What has stands on the page, with what is in force by then. */
  async function changed(work: () => Promise<ShownConfiguration>): Promise<ShownConfiguration | undefined> {
    try {
      return await work()
    } catch (error) {
      const refusal = asProblem(error)
      if (!ofTheText.includes(refusal.code)) throw error
      await load()
      problem.value = refusal
      return undefined
    }
  }

  return {
    inForce,
    text,
    checked,
    busy,
    problem,
    said,
    overtaken,
    edited: computed(() => text.value !== given.value),
    /** Whether anything is in the way that is known already. */
    blocked: computed(() => overtaken.value !== undefined || (checked.value?.restart.length ?? 0) > 0),
    faultLines: computed(() => (checked.value?.faults ?? []).flatMap(({ where }) => faultLine(where) ?? [])),
    load,
    check,
    /** Fails as `changed` does. */
    async apply(reason: string): Promise<void> {
      const now = await changed(() => server.apply({ text: text.value, reason, basedOn: base.value }))
      if (!now) return
      await taken(now)
      said.value = `已生效，当前版本 ${now.version}`
    },
    /** Fails as `changed` does. */
    async rollBack(id: string, reason: string): Promise<void> {
      const now = await changed(() => server.rollBack(id, reason))
      if (!now) return
      await taken(now)
      said.value = `已回滚，当前版本 ${now.version}`
    },
    /** Whoever has seen the difference lets the candidate follow what is in force now. */
    follow(): void {
      base.value = inForce.value?.version
      problem.value = undefined
    },
    /** What is in force as the candidate. */
    restore(): void {
      if (inForce.value) put(inForce.value.text)
    },
    /** An earlier text as the candidate. */
    async fetchText(id: string): Promise<void> {
      const before = text.value
      const found = await tried(() => server.textOf(id))
      if (found !== undefined && text.value === before) put(found)
    },
  }
}

function saidOf(
  how: 'check' | 'try',
  { ok, restart }: ShownConfigurationCheck,
  version: string | undefined,
): string {
  if (ok && restart.length > 0) return `语法正确；${restart.join('、')} 需在服务器上修改并重启，不能在此生效`
  const name = how === 'try' ? '试运行' : '校验'
  return ok ? `${name}通过` : `${name}未通过，仍使用版本 ${version}`
}
