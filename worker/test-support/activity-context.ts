/** What activities need from their process, for tests that hand over to a provider of their own. */
import { randomBytes } from 'node:crypto'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { parseTokenKeys } from '@/lib/carrier/token'
import { untouched } from '@/lib/directory/state'
import type { ActivityContext } from '../activities/context'

export function contextFor(
  url: string,
  limits: Partial<Pick<ConfiguredProvider, 'maxConcurrent' | 'maxPerSecond'>> = {},
): ActivityContext {
  const provider: ConfiguredProvider = {
    name: 'RouteA',
    url,
    receiptTimeoutMs: 10_000,
    recall: false,
    destinationPrefixes: [],
    weight: 1,
    maxConcurrent: null,
    maxPerSecond: null,
    handOverSecrets: [`whsec_${randomBytes(32).toString('base64')}`],
    receiptSecrets: [],
    ...limits,
  }
  return {
    providers: [provider],
    directory: { current: async () => untouched },
    breakers: { note: () => undefined },
    quality: { of: () => null },
    probeDestination: '',
    tokenKeys: parseTokenKeys(`k1:${randomBytes(32).toString('base64')}`),
    callbackUrl: 'http://127.0.0.1:3000/api/callbacks/transmit',
    webUrl: 'http://127.0.0.1:3000/',
    errorChance: 0,
    seed: null,
    graceMs: 30_000,
    settlingMs: 120_000,
  }
}
