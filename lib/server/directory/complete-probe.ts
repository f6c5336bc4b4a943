/**
 * Handles the receipt of a probe: completes the activity that waits for it, by the Temporal task token inside the
 * sealed token.
 */
import 'server-only'
import { defaultPayloadConverter } from '@temporalio/common'
import { withoutToken } from '@/lib/carrier/excerpt'
import type { ReceiptMessage, TokenClaims } from '@/lib/contract/carrier'
import type { ProbeAnswer } from '@/lib/contract/workflows'
import { plainText } from '@/lib/packet/text'
import { callTemporal } from '@/lib/server/temporal/call'
import { isNotFound } from '@/lib/server/temporal/errors'

const maxDetail = 160

/** @throws ApiError TEMPORAL_UNREACHABLE, so that the carrier tries again */
export async function completeProbe(
  { deadline, sealedAt }: TokenClaims,
  taskToken: string,
  message: ReceiptMessage,
): Promise<'recorded' | 'late' | 'duplicate'> {
  const receivedAt = Date.now()
  const answer: ProbeAnswer = {
    is: message.delivered ? 'confirmed' : 'refused',
    ms: sealedAt === undefined ? null : Math.max(0, receivedAt - sealedAt),
    detail: message.delivered ? null : detailOf(message),
  }
  try {
    const completed = {
      taskToken: Buffer.from(taskToken, 'base64'),
      result: { payloads: [defaultPayloadConverter.toPayload(answer)] },
      identity: 'waybill-web',
    }
    // Calls the service directly: the client's own method to complete an activity does not tell whether Temporal has
    // answered.
    await callTemporal(
      ({ service, namespace }) => service.respondActivityTaskCompleted({ namespace, ...completed }),
      { ifUnknown: 'Send the same receipt again: it counts once.' },
    )
    return 'recorded'
  } catch (error) {
    // The activity was completed, timed out, or was retried since: Temporal does not distinguish these.
    if (!isNotFound(error)) throw error
    return receivedAt > deadline ? 'late' : 'duplicate'
  }
}

function detailOf({ reason, token }: ReceiptMessage): string | null {
  return reason === undefined ? null : plainText(withoutToken(reason, token), maxDetail)
}
