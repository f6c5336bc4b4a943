import type { ActionBody } from '@/lib/contract/packet-actions'
import type { ActionName } from '@/lib/packet/action'
import type { Packet } from '@/lib/packet/packet'
import { call } from './api'
import type { RequestOptions } from './request'

/**
 * Acts on one packet by hand; asked again under the same key it is done once. Throws `ACTION_NOT_APPLICABLE` where it does
 * not apply any more, `NO_WORKER` where nothing was changed, `OUTCOME_UNKNOWN` where that is not known.
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
