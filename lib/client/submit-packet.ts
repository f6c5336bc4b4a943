import { apiPaths } from '@/lib/contract/paths'
import type { Submission } from '@/lib/contract/submission'
import type { Packet } from '@/lib/packet/packet'
import { type RequestOptions, request } from './request'

/** Submits once for each key: the same key and body again answer with the same packet. */
export function submitPacket(
  submission: Submission,
  idempotencyKey: string,
  options: Pick<RequestOptions, 'origin' | 'signal'> = {},
): Promise<Packet> {
  return request<Packet>(apiPaths.packets, {
    ...options,
    method: 'POST',
    body: submission,
    headers: { 'idempotency-key': idempotencyKey },
  })
}
