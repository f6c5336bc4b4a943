import type { ContentsErased } from '@/lib/contract/packet'
import { apiPaths } from '@/lib/contract/paths'
import { requestAnswer } from './request'

/** Throws `PACKET_IN_FLIGHT` for a packet that has not ended. */
export async function eraseContents(id: string, reason: string): Promise<ContentsErased> {
  const answer = await requestAnswer<ContentsErased>(apiPaths.erase(id), { method: 'POST', body: { reason } })
  return answer.body
}
