import type {
  Call,
  Dialect,
  DialectQuestion,
  DialectSettings,
  Party,
  Reply,
} from '../dialects/engine/dialect.ts'
import { converse } from '../dialects/engine/converse.ts'
import type { DialectFinding } from '../dialects/engine/normalised.ts'
import { provenanceOf, type StoredReply, storedReply } from './provenance.ts'
import type { Finding, Provider, ProviderQuestion } from './provider.ts'

/** The way to a centre's interface, with its limits and its health. */
export interface Talk {
  /**
   * One conversation, ended by `deadline` (epoch ms) at the latest. How it ends is the centre's health.
   * Fails with CENTRE_UNAVAILABLE or CENTRE_ANSWER_INVALID, and with what `converse` throws.
   */
  talk<T>(deadline: number, converse: (send: (call: Call) => Promise<Reply>) => Promise<T>): Promise<T>
}

export interface DialectPeerDeps {
  dialect: Dialect
  /** Secrets among them. */
  settings: DialectSettings
  /** The centre as the directory has it now. */
  centre(): Party
  line: Talk
  /** 16 random bytes, never the same again. */
  newSeed(): Buffer
}

/** The provider of a centre with an interface of its own: asked in its dialect, with the way of every fact written down. */
export function createDialectPeer(deps: DialectPeerDeps): Provider {
  const { dialect, settings, line } = deps
  return {
    async find(asked) {
      const question = questionOf(asked, deps)
      const replies: StoredReply[] = []
      const finding = await line.talk(asked.deadline, (send) =>
        conversation(converse(dialect, settings, question), async (call) => {
          const reply = await send(call)
          replies.push(storedReply(call.name, reply))
          return reply
        }),
      )
      return { ...told(finding), provenance: provenanceOf(dialect, question, replies, finding) }
    },
  }
}

/** Sends what the engine wants sent, until it knows. */
async function conversation(
  talking: Generator<Call, DialectFinding, Reply>,
  send: (call: Call) => Promise<Reply>,
): Promise<DialectFinding> {
  let step = talking.next()
  while (!step.done) step = talking.next(await send(step.value))
  return step.value
}

function questionOf(asked: ProviderQuestion, { centre, newSeed }: DialectPeerDeps): DialectQuestion {
  const { person, fields, addressee, applicationNumber, at } = asked
  return { person, fields, centre: centre(), addressee, applicationNumber, at, seed: newSeed() }
}

function told(finding: DialectFinding): Finding {
  return finding.outcome === 'found' ? { outcome: 'found', facts: finding.normalised.facts } : finding
}
