/** The context of activities, for tests that hand over to a provider of their own. */
import { randomBytes } from 'node:crypto'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import { parseTokenKeys } from '@/lib/carrier/token'
import { untouched } from '@/lib/directory/state'
import { Notifier } from '@/lib/notify/post-notification'
import type { HandOverClaim } from '@/lib/store/hand-overs'
import type { ActivityContext, Notifying } from '../activities/context'

/** For activities that use nothing of the store but `handOvers`. */
const noStore: ActivityContext['store'] = {
  get db(): never {
    throw new Error('This test has no store.')
  },
  announce: () => {},
}

/** Signs with a random secret, unless the test gives one. */
export function notifyingTo(notifier: Notifying['notifier'], secrets = [newSecret()]): Notifying {
  return { notifier, secrets, now: Date.now, random: Math.random }
}

export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

/** The result of a claim that nothing prevents. */
export function begun(again = false): HandOverClaim {
  const packet = {
    source: '+017771110000',
    destination: '+016660002222',
    contents: Buffer.from('Hello'),
    expiresAt: null,
    trace: null,
  }
  return { is: 'begun', inMs: 0, again, packet }
}

export function contextFor(
  url: string,
  limits: Partial<Pick<ConfiguredProvider, 'maxConcurrent' | 'maxPerSecond'>> = {},
): ActivityContext {
  const secret = newSecret()
  return {
    store: noStore,
    handOvers: {
      claim: async ({ orders }) => orders.map(() => begun()),
      answer: async () => undefined,
      isAwaited: async () => true,
    },
    // Rejects, so that all answers come with the activity's result.
    tellHandedOver: async () => {
      throw new Error('This test has no workflow.')
    },
    startDelivery: async () => {
      throw new Error('This test starts no workflow.')
    },
    tellCancel: async () => {
      throw new Error('This test has no workflow.')
    },
    quietUntil: () => null,
    providers: [configuredProvider('RouteA', { url, handOverSecrets: [secret], ...limits })],
    directory: { current: async () => untouched },
    breakers: { note: () => undefined },
    quality: { of: () => null },
    probeDestination: null,
    tokenKeys: parseTokenKeys(`k1:${randomBytes(32).toString('base64')}`),
    callbackUrl: 'http://127.0.0.1:3000/api/callbacks/transmit',
    routingService: null,
    greetingUrl: null,
    seed: null,
    notifying: notifyingTo(new Notifier([])),
    graceMs: 30_000,
    settlingMs: 120_000,
    atOnce: 200,
  }
}
