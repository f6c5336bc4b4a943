import { apiPath } from '@/lib/contract/paths'
import { type ProviderList, providerList } from '@/lib/contract/provider-list'
import { callApi } from './call-api'

export async function listProviders(): Promise<ProviderList> {
  return providerList.parse(await (await callApi(apiPath('/api/providers'))).json())
}
