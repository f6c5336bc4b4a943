import { expect, it } from 'vitest'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import type { DeliveryRequest } from '@/lib/contract/workflows'
import { createHandOver } from '../activities/hand-over'
import { contextFor } from '../test-support/activity-context'
import { holdingProvider } from '../test-support/holding-provider'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { startSkipping } from '../test-support/skipping-client'
import { createWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const temporal = temporalUnderTest()
const crowded = holdingProvider()
const free = holdingProvider()

const atOnce = 4
const toCrowded: DeliveryRequest = { source: '+1', destination: '+2', contents: 'SGVsbG8=', maxAttempts: 1 }
const toFree: DeliveryRequest = { ...toCrowded, destination: '+3' }

/** Routes a packet by its destination to a provider that hangs or to one that answers; everything else is scripted. */
function twoRoads(): Parameters<typeof createWorker>[1] {
  const base = contextFor(crowded.url)
  const secrets = { handOverSecrets: base.providers[0]?.handOverSecrets ?? [] }
  const providers = [
    configuredProvider('Crowded', { url: crowded.url, ...secrets }),
    configuredProvider('Free', { url: free.url, ...secrets }),
  ]
  const { activities } = new ScriptedCarrier(temporal.environment, { providers: {} })
  const settings = { receiptTimeoutMs: null, settlingMs: 0 } as const
  return {
    ...activities,
    getRoute: async (questions) =>
      questions.map(({ destination }) => ({
        ...settings,
        provider: destination === toFree.destination ? 'Free' : 'Crowded',
      })),
    handOver: createHandOver({ ...base, providers, atOnce }),
  }
}

it('a provider that hangs with all of its packets does not delay the packets of another one', async () => {
  const { environment } = temporal
  const worker = await createWorker(environment, twoRoads(), { providers: ['Crowded', 'Free'] })
  await worker.runUntil(async () => {
    const first = await startSkipping(environment, toCrowded)
    await crowded.arrived(first.packetId)
    for (let waiting = 0; waiting < 3 * atOnce; waiting++) await startSkipping(environment, toCrowded)
    const begunAt = performance.now()
    const other = await startSkipping(environment, toFree)
    const answer = await free.arrived(other.packetId)
    // Sooner than the first hanging hand-over frees its slot.
    expect(performance.now() - begunAt).toBeLessThan(3_000)
    expect(crowded.seen.length).toBeLessThanOrEqual(atOnce)
    answer.writeHead(202).end()
  })
})
