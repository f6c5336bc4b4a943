/** Providers in routing order, with what visibility can count of their doings. */
import 'server-only'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { Provider, ProviderList } from '@/lib/contract/provider-config'
import { defaultReceiptTimeoutMs } from '@/lib/packet/bounds'
import { settings } from '@/lib/server/env'
import { countWorkflows } from '@/lib/server/packets/counts'
import { providerQuery } from '@/lib/server/packets/search'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'

const maxAgeMs = 5000

const shared = processWide('providers', () => new SharedRead(countAll, maxAgeMs))

/** At most a few seconds old. @throws ApiError TEMPORAL_UNREACHABLE */
export function listProviders(): Promise<ProviderList> {
  return shared().get()
}

async function countAll(): Promise<ProviderList> {
  const items: Provider[] = []
  for (const [index, provider] of settings().providers.entries()) {
    items.push(await withCounts(provider, index + 1))
  }
  return { items, countedAt: new Date().toISOString() }
}

async function withCounts(provider: ConfiguredProvider, position: number): Promise<Provider> {
  const { name, url, receiptTimeoutMs } = provider
  const inFlight = await countWorkflows(providerQuery('current', name))
  const delivered = await countWorkflows(providerQuery('delivered', name))
  const failed = await countWorkflows(providerQuery('failed', name))
  const tried = delivered + failed
  return {
    name,
    position,
    host: new URL(url).host,
    receiptTimeoutMs: receiptTimeoutMs ?? defaultReceiptTimeoutMs,
    inFlight,
    delivered,
    failed,
    shareDelivered: tried === 0 ? null : delivered / tried,
  }
}
