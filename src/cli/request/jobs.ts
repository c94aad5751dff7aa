import { Command } from 'commander'
import { loadConfig } from '../../config/config.ts'
import { createContracts } from '../../contracts/contracts.ts'
import type { OfficeJob, OfficeJobs } from '../../contracts/generated/types.ts'
import { commandLine } from '../called-as.ts'
import { finish, type Outcome } from '../command.ts'
import { followJob } from './follow.ts'
import { jobLines, summaryLine } from './job-lines.ts'
import {
  clientCertificateOption,
  clientKeyOption,
  createOfficeClient,
  type OfficeClient,
  sameClient,
} from './office-client.ts'
import { asOption, configFile, type ConfigOptions, configOption } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

interface Options extends ConfigOptions {
  clientKey?: string
  clientCertificate?: string
  json?: boolean
}

type Run = (client: OfficeClient, options: Options, args: readonly string[]) => Promise<Outcome>

/** `gateway jobs …`: questions that outlive their request, of this office client. */
export function jobsCommand(shell: Shell, setExit: (code: number) => void): Command {
  const make = (name: string, about: string, run: Run): Command => {
    const command = new Command(name)
      .description(about)
      .option(...configOption)
      .option(...asOption)
      .option(...clientKeyOption)
      .option(...clientCertificateOption)
    return finish<Options>(command, shell, setExit, (options, args) => {
      const config = loadConfig(configFile(options, shell), shell.environment, createContracts())
      return run(createOfficeClient(config, options, shell), options, args)
    })
  }
  const whole = (job: OfficeJob, options: Options): Outcome => ({
    lines: jobLines(job, commandLine(shell, 'jobs', 'show', job.id, ...sameClient(options))),
    json: job,
  })
  return new Command('jobs')
    .description('questions that outlive their request, of this office client 任务')
    .addCommand(
      make('list', 'the newest first, without facts 列出', async (client) => {
        const { jobs } = await client.call<OfficeJobs>('GET', '/office/v1/jobs')
        const lines = jobs.length === 0 ? ['没有任务 no jobs'] : jobs.map(summaryLine)
        return { lines, json: { jobs } }
      }),
    )
    .addCommand(
      make('show', 'what came of one so far 查看', async (client, options, [id = '']) =>
        whole(await client.call<OfficeJob>('GET', `/office/v1/jobs/${encodeURIComponent(id)}`), options),
      ).argument('<id>', 'its id'),
    )
    .addCommand(
      make(
        'follow',
        'show its changes until it has ended; Ctrl-C leaves it alone 跟随',
        async (client, options, [id = '']) =>
          whole(
            await followJob(
              encodeURIComponent(id),
              client,
              options.json ? undefined : shell.out,
              shell.stopAsked(),
            ),
            options,
          ),
      ).argument('<id>', 'its id'),
    )
    .addCommand(
      make('cancel', 'ask nobody any more 取消', async (client, options, [id = '']) =>
        whole(await client.call<OfficeJob>('DELETE', `/office/v1/jobs/${encodeURIComponent(id)}`), options),
      ).argument('<id>', 'its id'),
    )
}
