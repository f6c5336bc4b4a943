/** What activities need from their process, for tests that hand over to a provider of their own. */
import { randomBytes } from 'node:crypto'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import { parseTokenKeys } from '@/lib/carrier/token'
import { untouched } from '@/lib/directory/state'
import type { ActivityContext } from '../activities/context'

export function contextFor(
  url: string,
  limits: Partial<Pick<ConfiguredProvider, 'maxConcurrent' | 'maxPerSecond'>> = {},
): ActivityContext {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  return {
    providers: [configuredProvider('RouteA', { url, handOverSecrets: [secret], ...limits })],
    directory: { current: async () => untouched },
    breakers: { note: () => undefined },
    quality: { of: () => null },
    isAwaited: async () => true,
    probeDestination: '',
    tokenKeys: parseTokenKeys(`k1:${randomBytes(32).toString('base64')}`),
    callbackUrl: 'http://127.0.0.1:3000/api/callbacks/transmit',
    webUrl: 'http://127.0.0.1:3000',
    errorChance: 0,
    seed: null,
    graceMs: 30_000,
    settlingMs: 120_000,
    atOnce: 200,
  }
}
