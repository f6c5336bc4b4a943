import type { ProviderList } from '@/lib/contract/provider-list'
import { requestAnswer } from './request'

export interface Changed {
  list: ProviderList
  /** False when no worker took it in time: it is recorded, and takes effect as soon as one runs. */
  inForce: boolean
}

/** Asks for a change of the provider directory; `path` is one of the actions of `apiPaths`. */
export async function changeProviders(path: string, body: { reason: string }): Promise<Changed> {
  const answer = await requestAnswer<ProviderList>(path, { method: 'POST', body })
  return { list: answer.body, inForce: answer.status === 200 }
}
