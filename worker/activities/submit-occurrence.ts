/** Submits one packet of a recurring submission; once, however often it is tried. */
import { createHash } from 'node:crypto'
import type { RecurringSubmission } from '@/lib/contract/recurrence'
import { type Occurrence, occurrenceIdOf, workflowIdOf } from '@/lib/contract/workflows'
import { defaultMaxAttempts } from '@/lib/packet/bounds'
import { hasBegun } from '@/lib/packet/packet'
import { insertPackets, ledgerOf, type NewPacket } from '@/lib/store/packets'
import { findRecurrence } from '@/lib/store/recurrences'
import type { ActivityContext } from './context'

type SubmitContext = Pick<ActivityContext, 'store' | 'startDelivery' | 'quietUntil'>

export function createSubmitOccurrence({ store, startDelivery, quietUntil }: SubmitContext) {
  /** @returns the packet's id; null where the recurrence was deleted meanwhile */
  return async function submitOccurrence(occurrence: Occurrence): Promise<string | null> {
    const recurrence = await findRecurrence(store.db, occurrence.recurrenceId)
    if (recurrence === null) return null
    const packet = packetOf(occurrence, recurrence.submission, quietUntil)
    await insertPackets(store.db, [packet])
    store.announce()
    // What is not started from here is started by the sweeper.
    if (hasBegun(ledgerOf(packet).status)) await startDelivery(packet.owner, [{ id: packet.id, epoch: 1 }])
    return packet.id
  }
}

function packetOf(
  occurrence: Occurrence,
  submission: RecurringSubmission,
  quietUntil: ActivityContext['quietUntil'],
): NewPacket {
  const { source, destination, text, contents, maxAttempts, receiptTimeoutMs } = submission
  const id = occurrenceIdOf(occurrence)
  return {
    id,
    source,
    destination,
    contents: text === undefined ? Buffer.from(contents ?? '', 'base64') : Buffer.from(text, 'utf8'),
    contentType: text === undefined ? 'application/octet-stream' : 'text/plain; charset=utf-8',
    maxAttempts: maxAttempts ?? defaultMaxAttempts,
    receiptTimeoutMs: receiptTimeoutMs ?? null,
    expiresAt: null,
    deliverAt: occurrence.at,
    quietUntil: quietUntil(destination, occurrence.at),
    batch: null,
    notifyUrl: submission.notifyUrl ?? null,
    keyHash: null,
    fingerprint: createHash('sha256').update(JSON.stringify(submission)).digest('hex'),
    createdAt: Date.now(),
    owner: workflowIdOf(id),
  }
}
