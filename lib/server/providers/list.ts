/** Providers in the order in force, with the store's counts and the directory's state. */
import 'server-only'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { Provider, ProviderList } from '@/lib/contract/provider-list'
import { inOrder, stateOf } from '@/lib/directory/state'
import {
  type KnownDirectory,
  sharedDirectory,
  showChange,
  showSending,
  showState,
} from '@/lib/server/directory/read'
import { settings } from '@/lib/server/env'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { countInFlight } from '@/lib/store/packet-list'
import { sumProviders } from '@/lib/store/scoreboard'

const maxAgeMs = 5000

type Counts = Pick<Provider, 'inFlight' | 'delivered' | 'failed' | 'shareDelivered'>

const shared = processWide('provider-counts', () => new SharedRead(countAll, maxAgeMs))

/** Counts are some seconds old, the rest at most a second. @throws ApiError STORE_UNREACHABLE */
export async function listProviders(): Promise<ProviderList> {
  const [directory, { counts, countedAt }] = await Promise.all([sharedDirectory().fresh(), shared().recent()])
  const { state, log } = directory
  const items = inOrder(state, settings().providers).map((provider, index) => ({
    ...facts(provider, index + 1, directory),
    ...(counts.get(provider.name) ?? nothing),
  }))
  const sending = showSending(state, Date.now())
  return { items, countedAt, sending, routing: state.routing, changes: log.map(showChange) }
}

function facts(provider: ConfiguredProvider, position: number, { state }: KnownDirectory) {
  const { name, url, receiptTimeoutMs: configuredMs } = provider
  const shown = showState(stateOf(state, name), configuredMs)
  const { receiptTimeoutMs } = shown
  return { name, position, host: new URL(url).host, receiptTimeoutMs, state: shown }
}

const nothing: Counts = { inFlight: 0, delivered: 0, failed: 0, shareDelivered: null }

async function countAll(): Promise<{ counts: ReadonlyMap<string, Counts>; countedAt: string }> {
  const sums = new Map((await callStore(sumProviders)).map((sum) => [sum.provider, sum]))
  const counts = new Map<string, Counts>()
  for (const { name } of settings().providers) {
    const inFlight = await callStore((db) => countInFlight(db, name))
    const { delivered, failed } = sums.get(name) ?? nothing
    const tried = delivered + failed
    counts.set(name, { inFlight, delivered, failed, shareDelivered: tried === 0 ? null : delivered / tried })
  }
  return { counts, countedAt: new Date().toISOString() }
}
