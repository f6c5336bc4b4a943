/** What operators do by hand with one packet. */
import { z } from 'zod'
import { packetId } from '../fields'
import { json, type OperationTable } from '../operation'
import { packetSchema } from '../packet'
import { actionBodies } from '../packet-actions'
import { idempotencyKey } from '../submission'

const acting = {
  tag: 'Packets',
  params: z.object({ id: packetId }),
  headers: z.object({
    'Idempotency-Key': idempotencyKey.optional().meta({
      description: 'Makes it safe to repeat the request: the same key does nothing twice.',
    }),
  }),
  success: {
    200: { description: 'The packet after the action, which is in effect and stored.', schema: packetSchema },
  },
  needs: 'temporal',
} as const

const problems = [
  'PACKET_NOT_FOUND',
  'ACTION_NOT_APPLICABLE',
  'IDEMPOTENCY_KEY_REUSED',
  'NO_WORKER',
  'OUTCOME_UNKNOWN',
] as const

export const packetActionOperations = {
  'POST /api/packets/{id}/actions/fail-over': {
    ...acting,
    id: 'failOver',
    audit: { action: 'packet.fail-over', parameters: ['attempt'] },
    summary: 'Fail over now: the attempt under way is not waited for any longer',
    description:
      'The next provider is looked up at once. The previous provider may still deliver the packet; that then counts. Until then the attempt does not count against it in the scoreboard.',
    body: json(actionBodies['fail-over']),
    problems,
  },
  'POST /api/packets/{id}/actions/extend': {
    ...acting,
    id: 'extendAttempt',
    audit: { action: 'packet.extend', parameters: ['attempt', 'byMs'] },
    summary: 'Give the attempt under way more time',
    description: 'Its deadline moves. The deadline that its provider got with the hand-over does not change.',
    body: json(actionBodies.extend),
    problems,
  },
  'POST /api/packets/{id}/actions/skip': {
    ...acting,
    id: 'skipProvider',
    audit: { action: 'packet.skip', parameters: ['attempt', 'provider'] },
    summary: 'Skip a provider for the rest of this packet',
    description: 'Also before its delivery has begun.',
    body: json(actionBodies.skip),
    problems: [...problems, 'PROVIDER_NOT_FOUND'],
  },
  'POST /api/packets/{id}/actions/prefer': {
    ...acting,
    id: 'preferProvider',
    audit: { action: 'packet.prefer', parameters: ['attempt', 'provider'] },
    summary: 'Prefer a provider: it is tried next, if it may be',
    description:
      'Also before its delivery has begun. If it is drained or its breaker is open when the next provider is looked up, the choice is made as usual.',
    body: json(actionBodies.prefer),
    problems: [...problems, 'PROVIDER_NOT_FOUND'],
  },
  'POST /api/packets/{id}/actions/confirm': {
    ...acting,
    id: 'confirmByHand',
    audit: { action: 'packet.confirm', parameters: ['attempt'] },
    summary: 'Confirm by hand that a provider delivered it',
    description:
      'Counts as a receipt: for the attempt under way, for an earlier one, and for one of a packet that has ended undelivered. A receipt of the provider that says otherwise later is a contradiction.',
    body: json(actionBodies.confirm),
    problems,
  },
  'POST /api/packets/{id}/actions/refuse': {
    ...acting,
    id: 'refuseByHand',
    audit: { action: 'packet.refuse', parameters: ['attempt'] },
    summary: 'Record by hand that a provider did not deliver it',
    description:
      'Counts as a receipt: the attempt under way fails over at once, an earlier one no longer counts as a delivery risk. A receipt of the provider that says "delivered" later wins.',
    body: json(actionBodies.refuse),
    problems,
  },
} as const satisfies OperationTable
