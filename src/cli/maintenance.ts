import { Command } from 'commander'
import { loadConfig } from '../config/config.ts'
import { readStoreKey, readStorePassword } from '../config/secrets.ts'
import { createContracts } from '../contracts/contracts.ts'
import { hasIdNumber } from '../domain/identity/written-number.ts'
import { inForce, type Maintenance, type MaintenanceStore, toldMaintenance } from '../domain/maintenance.ts'
import { openStore } from '../store/store.ts'
import { storePlaceOf } from '../composition/store-place.ts'
import { commandLine } from './called-as.ts'
import { finish, misused, type Outcome } from './command.ts'
import { asOption, configFile, type ConfigOptions, configOption, sameMember } from './sandbox-member.ts'
import type { Shell } from './shell.ts'

interface Options extends ConfigOptions {
  message?: string
  messageEn?: string
  until?: string
}

type Run = (store: MaintenanceStore, options: Options) => Promise<Outcome>

/** `gateway maintenance …`: announced work, during which every instance refuses new questions with a message. */
export function maintenanceCommand(shell: Shell, setExit: (code: number) => void): Command {
  const now = shell.clock
  const endOf = (options: Options) => commandLine(shell, 'maintenance', 'off', ...sameMember(options))
  const make = (command: Command, run: Run): Command =>
    finish<Options>(command.option(...configOption).option(...asOption), shell, setExit, async (options) => {
      const config = loadConfig(configFile(options, shell), shell.environment, createContracts())
      const key = readStoreKey(config, shell.environment)
      await using store = await openStore(storePlaceOf(config, readStorePassword(config)), key)
      return await run(store.maintenance, options)
    })
  const on = new Command('on')
    .description('refuse new questions with a message, on every instance within 2 s 开始维护')
    .requiredOption('--message <text>', 'why, in Chinese, at most 200 characters')
    .option('--message-en <text>', 'the same in English')
    .option(
      '--until <time>',
      'when it ends by itself, such as 2026-12-01T06:00; China time where no offset is given',
    )
  const off = new Command('off').description('take questions again 结束维护')
  const show = new Command('show').description('what is announced 查看')
  return new Command('maintenance')
    .description('announced work, during which new questions are refused with a message 维护模式')
    .addCommand(
      make(on, async (store, { message = '', messageEn = '', until, ...options }) => {
        const announced: Maintenance = {
          message: { zh: messageIn('--message', message), en: messageIn('--message-en', messageEn) },
          since: now(),
          until: until === undefined ? undefined : endIn(until, now()),
        }
        await store.announce(announced)
        return shown(announced, endOf(options))
      }),
    )
    .addCommand(
      make(off, async (store) => {
        const ended = await store.end()
        return {
          lines: [ended ? '✓ 维护结束 questions are taken again' : '没有维护 nothing was announced'],
          json: { ended },
        }
      }),
    )
    .addCommand(
      make(show, async (store, options) => shown(inForce(await store.announced(), now()), endOf(options))),
    )
}

/** It goes to everybody who asks. */
function messageIn(option: string, text: string): string {
  if (text.length > 200) throw misused(option, '超过 200 个字符 is longer than 200 characters')
  if (hasIdNumber(text))
    throw misused(option, '含有疑似证件号码的内容 has something like an identity number in it')
  return text
}

function endIn(text: string, now: number): number {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?$/.exec(text)
  const end = parts ? Date.parse(`${parts[1]}T${parts[2]}${parts[3] ?? '+08:00'}`) : NaN
  if (Number.isNaN(end)) throw misused('--until', '不是有效的时间 is no time such as 2026-12-01T06:00')
  if (end <= now) throw misused('--until', '该时间已过 has passed')
  return end
}

/** `off` is the command that ends it, where nothing else does. */
function shown(maintenance: Maintenance | undefined, off: string): Outcome {
  if (!maintenance) return { lines: ['没有维护 nothing is announced'], json: { maintenance: null } }
  const announced = toldMaintenance(maintenance)
  const { message, since, until = off } = announced
  return {
    lines: [
      `维护中 maintenance: ${message.zh} ${message.en}`.trimEnd(),
      `  自 since: ${since}`,
      `  至 until: ${until}`,
    ],
    json: { maintenance: announced },
  }
}
