/** Sends a packet again as a new one, unchanged or edited. */
import 'server-only'
import { holdsNothing } from '@/lib/contract/fields'
import type { SendingAgain } from '@/lib/contract/send-again'
import type { Submission } from '@/lib/contract/submission'
import { deliveryRiskOf, riskInWords } from '@/lib/packet/delivery-risk'
import { ApiError, fieldRefused } from '@/lib/server/api-error'
import { refuseWhileSetBack } from '@/lib/server/set-back'
import { callStore } from '@/lib/server/store'
import { findRepeatable, type Repeatable } from '@/lib/store/packets'
import { contentsGone } from './contents'
import { fingerprintOf } from './new-packet'
import { packetNotFound } from './read'
import { type Accepted, findAccepted, submitPacket } from './submit'

/**
 * The old times are not copied, because they have passed.
 *
 * @throws ApiError INVALID_REQUEST, PACKET_NOT_FOUND, MAY_BE_DELIVERED, CONTENTS_ERASED, CONTENTS_LOST,
 * PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED, STORE_UNREACHABLE, STORE_SET_BACK
 */
export async function sendAgain(
  id: string,
  asked: SendingAgain,
  idempotencyKey: string | null,
): Promise<Accepted> {
  refuseWhileSetBack()
  const fingerprint = fingerprintOf({ repeats: id, ...asked })
  // A repeated request gets its packet, even if the first packet has changed since.
  const known = await findAccepted({ id: asked.id, idempotencyKey, fingerprint })
  if (known !== null) return { packet: known, created: false }
  const first = await callStore((db) => findRepeatable(db, id))
  if (first === null) throw packetNotFound(id)
  const risk = deliveryRiskOf(first.packet)
  if (risk !== null && asked.evenIfDelivered !== true) {
    const detail = `${riskInWords(risk)} Sent again, it may arrive twice; to allow that, set evenIfDelivered.`
    throw new ApiError('MAY_BE_DELIVERED', detail)
  }
  const isAsItWas = asked.text === undefined && asked.contents === undefined
  if (isAsItWas && first.contents === null) throw contentsGone(first.erased)
  const contentType = isAsItWas ? first.contentType : null
  return submitPacket(edited(first, asked), idempotencyKey, { repeats: id, fingerprint, contentType })
}

function edited({ packet, ...first }: Repeatable, asked: SendingAgain): Submission {
  const { text, contents, deliverAt, timeZone, expiresAt } = asked
  const orderingKey = given(asked.orderingKey, packet.orderingKey)
  if (asked.holdOnFailure === true && orderingKey === undefined)
    throw fieldRefused({ path: 'holdOnFailure', message: holdsNothing.error })
  const stored = () => Buffer.from(first.contents ?? []).toString('base64')
  return {
    id: asked.id,
    source: asked.source ?? packet.source,
    destination: asked.destination ?? packet.destination,
    ...(text === undefined ? { contents: contents ?? stored() } : { text }),
    maxAttempts: asked.maxAttempts ?? packet.maxAttempts,
    receiptTimeoutMs: given(asked.receiptTimeoutMs, first.receiptTimeoutMs),
    deliverAt,
    timeZone,
    expiresAt,
    notifyUrl: given(asked.notifyUrl, first.notifyUrl),
    orderingKey,
    holdOnFailure: asked.holdOnFailure ?? (orderingKey !== undefined && packet.holdOnFailure),
    priority: asked.priority ?? packet.priority,
    fairnessKey: given(asked.fairnessKey, packet.fairnessKey),
  }
}

/** Undefined keeps the old value; null removes it. */
function given<T>(asked: T | null | undefined, was: T | null): T | undefined {
  return (asked === undefined ? was : asked) ?? undefined
}
