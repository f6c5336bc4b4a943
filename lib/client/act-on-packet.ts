import type { ActionBody } from '@/lib/contract/packet-actions'
import type { ActionName } from '@/lib/packet/action'
import type { Packet } from '@/lib/packet/packet'
import { call } from './api'
import type { RequestOptions } from './request'

/**
 * Acts on one packet by hand. The key makes the action idempotent. Throws `ACTION_NOT_APPLICABLE` if the action no
 * longer applies, `NO_WORKER` if nothing was changed, `OUTCOME_UNKNOWN` if it is not known whether it took effect.
 */
export function actOnPacket<Name extends ActionName>(
  id: string,
  action: Name,
  body: ActionBody<Name>,
  idempotencyKey: string,
  options?: Options,
): Promise<Packet>
export function actOnPacket(
  id: string,
  action: ActionName,
  body: ActionBody<ActionName>,
  idempotencyKey: string,
  options: Options = {},
): Promise<Packet> {
  const headers = { 'Idempotency-Key': idempotencyKey }
  return call(`POST /api/packets/{id}/actions/${action}`, { params: { id }, headers, body, ...options })
}

type Options = Pick<RequestOptions, 'signal' | 'origin' | 'agent'>
