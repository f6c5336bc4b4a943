/** Submits one packet of a recurring submission. Idempotent: retries submit no second packet. */
import { createHash } from 'node:crypto'
import type { RecurringSubmission } from '@/lib/contract/recurrence'
import { type Occurrence, occurrenceIdOf, workflowIdOf } from '@/lib/contract/workflows'
import { hasBegun } from '@/lib/packet/packet'
import { fairnessKeyOf } from '@/lib/packet/precedence'
import { insertPackets, ledgerOf, type NewPacket, newPacket } from '@/lib/store/packets'
import { findRecurrence } from '@/lib/store/recurrences'
import type { ActivityContext } from './context'

type SubmitContext = Pick<ActivityContext, 'store' | 'startDelivery' | 'quietUntil'>

export function createSubmitOccurrence({ store, startDelivery, quietUntil }: SubmitContext) {
  /** @returns the packet's id; null if the recurrence was deleted meanwhile */
  return async function submitOccurrence(occurrence: Occurrence): Promise<string | null> {
    const recurrence = await findRecurrence(store.db, occurrence.recurrenceId)
    if (recurrence === null) return null
    const packet = packetOf(occurrence, recurrence.submission, quietUntil)
    await insertPackets(store.db, [packet])
    store.announce()
    // If the worker dies here, the sweeper starts the packet; it also begins packets that have an ordering key.
    const { owner, priority } = packet
    const shares = [{ id: packet.id, epoch: 1 }]
    if (hasBegun(ledgerOf(packet).status))
      await startDelivery({ owner, shares, priority, fairnessKey: fairnessKeyOf(packet) })
    return packet.id
  }
}

function packetOf(
  occurrence: Occurrence,
  submission: RecurringSubmission,
  quietUntil: ActivityContext['quietUntil'],
): NewPacket {
  const id = occurrenceIdOf(occurrence)
  return newPacket(submission, {
    id,
    deliverAt: occurrence.at,
    quietUntil: quietUntil(submission.destination, occurrence.at),
    fingerprint: createHash('sha256').update(JSON.stringify(submission)).digest('hex'),
    createdAt: Date.now(),
    owner: workflowIdOf(id),
  })
}
