import { chinaDate, chinaDateTime } from '../../clock.ts'
import { daysLeft } from '../../domain/expiry.ts'
import type { PeerHistory } from '../../peer-history/history.ts'
import type { ShownPeerDetail } from '../shown/board.ts'
import type { BoardFacts, BoardMember } from './facts.ts'
import { ownIn, peerRow } from './peer-rows.ts'
import { shownInstances, shownTimeline, shownTraffic } from './timeline.ts'

/** One peer (对端): how it is, and what became of it in the last day. */
export async function peerDetail(
  member: BoardMember & { endpoints: readonly string[] },
  facts: BoardFacts,
  history: Pick<PeerHistory, 'changes' | 'traffic' | 'lives'>,
): Promise<ShownPeerDetail> {
  const { code } = member
  const own = ownIn(facts)(member)
  const changes = await history.changes(code)
  return {
    ...peerRow(member, own, facts),
    asOf: chinaDateTime(facts.now),
    endpoints: [...member.endpoints],
    certificates: own.terms
      .map(({ use, thumbprint, subject, until }) => ({
        use,
        thumbprint,
        subject,
        notAfter: chinaDate(until),
        daysLeft: daysLeft(until, facts.now),
      }))
      .toSorted((a, b) => a.daysLeft - b.daysLeft),
    timeline: shownTimeline(changes),
    instances: shownInstances(changes, await history.lives()),
    traffic: shownTraffic(await history.traffic(code)),
  }
}
