import { chinaDate, chinaDateTime } from '../../clock.ts'
import { daysLeft } from '../../domain/expiry.ts'
import type { PeerHistory } from '../../peer-history/history.ts'
import type { ShownPeerDetail } from '../shown/board.ts'
import type { BoardFacts, BoardMember } from './facts.ts'
import { peerRow } from './peer-rows.ts'
import { shownTimeline, shownTraffic } from './timeline.ts'

/** One peer (对端): how it is, and what became of it in the last day. */
export async function peerDetail(
  member: BoardMember & { endpoints: readonly string[] },
  facts: BoardFacts,
  history: Pick<PeerHistory, 'changes' | 'traffic'>,
): Promise<ShownPeerDetail> {
  const { code, relay } = member
  const speaker = relay?.code ?? code
  return {
    ...peerRow(member, facts),
    asOf: chinaDateTime(facts.now),
    endpoints: [...member.endpoints],
    certificates: facts.terms
      .filter((term) => term.member === speaker)
      .map(({ use, thumbprint, subject, until }) => ({
        use,
        thumbprint,
        subject,
        notAfter: chinaDate(until),
        daysLeft: daysLeft(until, facts.now),
      }))
      .toSorted((a, b) => a.daysLeft - b.daysLeft),
    timeline: shownTimeline(await history.changes(code)),
    traffic: shownTraffic(await history.traffic(code)),
  }
}
