import type { ProviderList } from '@/lib/contract/provider-list'
import { request } from './request'

/**
 * Asks for a change of the provider directory; `path` is one of the actions of `apiPaths`. Answers with the providers
 * as they are from then on.
 */
export function changeProviders(path: string, body: { reason: string }): Promise<ProviderList> {
  return request<ProviderList>(path, { method: 'POST', body })
}
