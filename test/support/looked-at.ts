import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OfficeJob } from '../../src/contracts/generated/types.ts'
import { personas } from '../../src/sandbox/personas.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { placeAnchors } from './callback-place.ts'
import { serveInProcess } from './in-process.ts'
import {
  certificateRequest,
  certificatesIn,
  http,
  json,
  memberOf,
  post,
  sha256,
  signed,
} from './member-client.ts'
import { freePort } from './ports.ts'
import { hangzhou, jiangsu, prepareFederation, shanghai, type TestFederation } from './sandbox.ts'

/** So many days from now, in epoch seconds. */
const seconds = (days: number): number => Math.floor(Date.now() / 1000) + days * 86_400

/** One sample of a text exposition. */
export interface Sample {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

/** A real gateway in a state in which every metric has something to show. */
export interface LookedAt extends AsyncDisposable {
  federation: TestFederation
  /** `/metrics` as it is now. */
  scrape(): Promise<string>
  /** A question about somebody else, to the centre that answers. */
  askAgain(): Promise<void>
}

/** Jiangsu, which asked Shanghai, waits for Hangzhou, and has a callback that nobody takes. */
export async function prepareLookedAt(): Promise<LookedAt> {
  const federation = await prepareFederation()
  const anchors = join(federation.folder, 'places.pem')
  writeFileSync(anchors, placeAnchors)
  const { office } = memberOf(federation, jiangsu)
  const thumbprint = sha256(certificatesIn(office.cert)[0]?.raw ?? '')
  const url = `https://127.0.0.1:${await freePort()}/`
  federation.configure(jiangsu, (config) => ({
    ...config,
    office: {
      ...config.office,
      clients: [
        { name: 'desk', thumbprint, may: ['ask', 'jobs'], callbacks: [{ name: 'main', url, anchors }] },
      ],
    },
  }))
  // Late in its life, so that its end is worth a warning
  federation.publish((directory) => ({
    ...directory,
    issuedAt: seconds(-6),
    expires: seconds(1),
  }))
  await serveInProcess(federation, shanghai)
  const { context } = await serveInProcess(federation, jiangsu)
  const { ports } = federation.of(jiangsu)

  async function ask(to: string, changes: object): Promise<OfficeJob> {
    const answer = await http({
      port: ports.office,
      path: '/office/v1/questions',
      tls: office,
      body: JSON.stringify({ ...sandboxQuestion(jiangsu, [to], 'normal', Date.now()), ...changes }),
      headers: { 'content-type': 'application/json', prefer: 'wait=20' },
    })
    return json<OfficeJob>(answer)
  }

  // As often as opens the breaker
  for (let i = 0; i < 5; i += 1) await ask(hangzhou, {})
  await ask(hangzhou, { mayWait: true })
  await ask(shanghai, { body: {} })
  const asker = memberOf(federation, shanghai)
  for (const aud of [jiangsu, hangzhou]) {
    await post(federation, jiangsu, asker.tls, await signed(asker, certificateRequest(shanghai, aud)))
  }
  const { id } = await ask(shanghai, { callback: 'main' })
  const tried = async (): Promise<boolean> =>
    (await context.callbacks.list({ job: id })).some(({ attempts }) => attempts > 0)
  while (!(await tried())) await new Promise((resolve) => setImmediate(resolve))
  return {
    federation,
    async scrape() {
      return (await fetch(`http://127.0.0.1:${ports.ops}/metrics`)).text()
    },
    async askAgain() {
      const person = personas.find((each) => each.id === 'rare-name')?.person
      await ask(shanghai, { body: { person, addressee: jiangsu } })
    },
    [Symbol.asyncDispose]: () => federation.close(),
  }
}

/** The samples of an exposition (Prometheus text format 0.0.4). */
export function samplesIn(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] =
        /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [
        key,
        text,
      ])
      return { name, labels: Object.fromEntries(pairs), value: Number(value) }
    })
}
