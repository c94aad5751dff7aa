import { createBoardFacts, type FactMakings, memberIn, statusOf } from './board-facts.ts'
import type { Accesses } from '../../console/cases/accesses.ts'
import { createConfigurations } from '../../console/board/configuration.ts'
import { shownHops } from '../../console/board/hops.ts'
import type { OwnListed } from '../../console/board/keys.ts'
import { createMessages } from '../../console/board/messages.ts'
import { createPeerTests } from '../../console/board/peer-tests.ts'
import type { PeerRoutesDeps } from '../../console/board/peer-routes.ts'
import type { BoardRoutesDeps } from '../../console/board/routes.ts'
import { createSteering } from '../../console/board/steering.ts'
import type { ShownHops } from '../../console/shown/board.ts'
import type { EvidenceBundle } from '../../contracts/generated/types.ts'
import { examine } from '../../doctor/examine.ts'
import { GatewayError } from '../../errors.ts'
import type { EvidenceTrust } from '../../evidence/ports.ts'
import { verifyBundle } from '../../evidence/verify-bundle.ts'
import type { Identity } from '../../identity/identity.ts'
import { examineOwnInterface } from '../own-interface.ts'
import { type DoctorMakings, doctorParts } from '../doctor.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import { speakerOf } from '../../speaker/representative.ts'
import { readCertificate } from '../../trust/certificate.ts'

/** What of one gateway the operator's board is made from. */
export interface BoardMakings extends FactMakings, Omit<DoctorMakings, 'directory' | 'patience'> {
  accesses: Accesses
  trust: EvidenceTrust
  evidence(exchangeId: string): Promise<EvidenceBundle | undefined>
  subjectHash(idNumber: string): string
}

/** The operator's board (运维台) of a gateway that runs. */
export function boardParts(makings: BoardMakings): BoardRoutesDeps {
  const { clock, store, contracts, accesses, operation, identity, directory, history, holds, maintenance } =
    makings
  const facts = createBoardFacts(makings)
  const view = directory.last
  const recordAccess = accesses.record
  return {
    contracts,
    overview: { facts },
    peers: {
      facts,
      history,
      member: (code) => peerIn(code, view(), makings),
      test: createPeerTests((code) => walked(code, view, makings)),
      steering: createSteering({
        holds: { ...store.holds, look: holds.look },
        history,
        recordAccess,
        clock,
      }),
    },
    messages: {
      messages: createMessages({
        search: store.messages,
        entries: store.journal.ofExchange,
        evidence: makings.evidence,
        verify: (bundle) => verifyBundle(Buffer.from(JSON.stringify(bundle)), makings.trust),
        nameOf: (code) => view().members.get(code)?.name ?? code,
      }),
      subjectHash: makings.subjectHash,
      membersNamed: (text) =>
        [...view().members.values()].filter(({ name }) => name.includes(text)).map(({ code }) => code),
      recordAccess,
    },
    trust: {
      clock,
      ownCertificates: () => ownCertificates(makings.self.code, identity, view()),
      anchors: () =>
        identity.anchors.map(({ subject, thumbprint, notAfter }) => ({
          subject: subject.text,
          thumbprint,
          notAfter,
        })),
      directory: { view, status: directory.status, archive: store.directory },
    },
    configurations: {
      configurations: createConfigurations({
        status: () => statusOf(operation),
        reconfigure: () => operation.reconfigure,
        texts: store.configurations,
        recordAccess,
        clock,
      }),
    },
    upkeep: {
      upkeep: store.upkeep,
      maintenance: { ...store.maintenance, look: maintenance.look },
      recordAccess,
      clock,
    },
  }
}

function representedHere(code: string, { config }: BoardMakings) {
  return config.represents.find(({ centre }) => centre === code)
}

function peerIn(
  code: string,
  view: DirectoryView,
  makings: BoardMakings,
): ReturnType<PeerRoutesDeps['member']> {
  const [shown, member] = [memberIn(view, code), view.members.get(code)]
  if (!shown || !member || code === makings.self.code) throw new GatewayError('PEER_UNKNOWN', { where: code })
  const own = representedHere(code, makings)
  return { ...shown, endpoints: own ? [own.endpoint] : speakerOf(member, view).endpoints }
}

/** Somebody waits at a screen. In milliseconds. */
const patience = { lookupMs: 3_000, connectMs: 3_000, answerMs: 8_000 }

async function walked(code: string, view: () => DirectoryView, makings: BoardMakings): Promise<ShownHops> {
  const own = representedHere(code, makings)
  if (own) return shownHops(await examineOwnInterface(own))
  await using doctor = doctorParts({ ...makings, patience, directory: async () => view() })
  const examination = await examine(code, doctor)
  return shownHops(examination, examination.relay && (await lastQuestion(code, makings)))
}

/** The last to this centre that has ended; undefined also where the journal cannot be read. */
async function lastQuestion(code: string, { store }: BoardMakings) {
  const asked = { peers: [code], direction: 'asked', business: true } as const
  const found = await store.messages.find(asked, mostInHand).catch(() => [])
  return found.find(({ outcome }) => outcome !== 'sent')
}

/** More questions to one centre are not under way. */
const mostInHand = 100

/** Our certificates in use, and whatever else the directory lists for us. */
function ownCertificates(self: string, { sign, tls }: Identity, view: DirectoryView): OwnListed[] {
  const inUse = [
    { use: 'sign', certificate: sign.leaf },
    { use: 'tls', certificate: tls.leaf },
  ] as const
  const listed = (view.content.members.find(({ code }) => code === self)?.certificates ?? [])
    .map(({ use, chain: [leaf = ''] }) => ({
      use,
      certificate: readCertificate(Buffer.from(leaf, 'base64')),
    }))
    .filter(({ certificate }) => !inUse.some((own) => own.certificate.thumbprint === certificate.thumbprint))
  return [
    ...inUse.map((own) => ({ ...own, inUse: true })),
    ...listed.map((own) => ({ ...own, inUse: false })),
  ].map(({ use, certificate: { thumbprint, subject, notBefore, notAfter }, ...own }) => ({
    use,
    thumbprint,
    subject: subject.text,
    notBefore,
    notAfter,
    inUse: own.inUse,
    retired: view.retired(thumbprint),
  }))
}
