import type { OfficeJob, OfficeQuestion } from '../../contracts/generated/types.ts'
import { commandLine } from '../called-as.ts'
import type { Outcome } from '../command.ts'
import { writeNew } from '../files.ts'
import { followJob } from './follow.ts'
import { jobLines } from './job-lines.ts'
import { type OfficeClient, type OfficeClientFiles, sameClient } from './office-client.ts'
import { type ConfigOptions, sameMember } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

interface How extends ConfigOptions, OfficeClientFiles {
  shell: Shell
  json?: boolean
  /** File for the signed result. */
  saveResult?: string
}

/** Puts a question as a job and shows its centres as they come, until it has ended, or is left waiting by Ctrl-C. */
export async function askAsJob(
  question: OfficeQuestion,
  client: OfficeClient,
  { shell, json, saveResult, ...options }: How,
): Promise<Outcome> {
  const accepted = await client.call<OfficeJob>('POST', '/office/v1/questions', question, {
    prefer: 'respond-async',
  })
  const job = await followJob(accepted.id, client, json ? undefined : shell.out, shell.stopAsked())
  if (saveResult !== undefined && job.signed !== undefined) writeNew(saveResult, job.signed, { secret: true })
  const saved = saveResult !== undefined && job.signed !== undefined
  const lookAgain = commandLine(shell, 'jobs', 'show', job.id, ...sameClient(options))
  return {
    lines: [
      '',
      ...jobLines(job, lookAgain),
      ...(saved
        ? [
            `已签名的结果 signed result: ${saveResult}　离线核验 check it with: ${commandLine(shell, 'verify', saveResult, ...sameMember(options))}`,
          ]
        : []),
    ],
    json: job,
    ok: job.centres.every(({ state }) => state === 'answered' || state === 'no-record'),
  }
}
