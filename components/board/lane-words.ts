/** What the board shows, in words. */
import { outcomeLooks, statusLooks, stuckLook } from '@/components/route/looks'
import { counted, countText } from '@/components/ui/format'
import type { BoardGroup } from '@/lib/client/board-search'
import type { BoardPacket, BoardTry } from '@/lib/client/live-board'
import { mostCounted, mostInFlightOnBoard } from '@/lib/contract/paging'
import { formatDuration } from '@/lib/packet/duration'
import type { WaitReason } from '@/lib/packet/reason'
import type { Group } from './places'
import type { Scene } from './stage'

const nameless: Record<BoardGroup, string> = {
  provider: 'No provider yet',
  batch: 'No batch',
  none: 'All packets',
}

export function headingWords(
  { name, lanes }: Group,
  { by, packets }: Pick<Scene, 'by' | 'packets'>,
): { name: string; count: string } {
  let inFlight = 0
  let ended = 0
  for (const id of lanes) {
    const packet = id === null ? undefined : packets.get(id)
    if (packet === undefined) continue
    if (packet.endedAt === null) inFlight += 1
    else ended += 1
  }
  const count = ended === 0 ? `${inFlight}` : `${inFlight} + ${ended} ended`
  return { name: name ?? nameless[by], count }
}

const waitWords: Record<WaitReason, string> = {
  outage: 'waits: no provider can be reached',
  paused: 'waits: all sending is paused',
  unavailable: 'waits: no provider may be handed it',
}

/** "Transmitting", "Stuck", "Routing, waits: all sending is paused" */
export function stateWords({ status, stuck, waiting, endedAt }: BoardPacket): string {
  if (stuck) return `${stuckLook.word}: no worker can go on with it`
  const { word } = statusLooks[status]
  return waiting === null || endedAt !== null ? word : `${word}, ${waitWords[waiting]}`
}

/** "RouteA: no receipt within 10 s", "RouteB: waiting, 6 s left" */
export function attemptWords(attempt: BoardTry, now: number): string {
  return `${attempt.provider}: ${outcomeWords(attempt, now)}`
}

function outcomeWords(
  { outcome, handOver, transmittedAt, deadline, graceUntil, endedAt, receivedAt, late }: BoardTry,
  now: number,
): string {
  const word = outcomeLooks[outcome].word.toLowerCase()
  if (outcome === 'PENDING') {
    if (handOver === 'SENDING') return 'being handed over'
    if (handOver !== 'ACCEPTED') return 'not handed over yet'
    const left = (graceUntil ?? deadline) - now
    return left > 0
      ? `${word}, ${formatDuration(Math.ceil(left / 1000) * 1000)} left`
      : `${word}, deadline reached`
  }
  const until = receivedAt ?? endedAt
  const after = until === null ? '' : ` after ${formatDuration(until - transmittedAt)}`
  return `${word}${late ? ' late' : ''}${after}`
}

export function summaryWords({ inFlight, packets }: Scene): string {
  if (inFlight === null) return ''
  let ended = 0
  for (const { endedAt } of packets.values()) if (endedAt !== null) ended += 1
  const flying = inFlight === 0 ? 'Nothing' : counted(inFlight, 'packet', 'packets', mostCounted)
  return ended === 0 ? `${flying} in flight` : `${flying} in flight, ${countText(ended)} just ended`
}

/** Says that only some packets are shown; null if all in flight are shown. */
export function capWords({ inFlight }: Scene): string | null {
  if (inFlight === null || inFlight <= mostInFlightOnBoard) return null
  const all = countText(inFlight, mostCounted)
  return `Shows the ${countText(mostInFlightOnBoard)} packets submitted first, of ${all} in flight.`
}
