import { expect, it } from 'vitest'
import { TestCarrier } from '@/web/api/test-support/carrier'
import { contextFor } from '../test-support/activity-context'
import { createProbe } from './probe'

it('sends nothing when no destination for test packets is configured', async () => {
  const carrier = await TestCarrier.start()
  const probe = createProbe({ ...contextFor(carrier.url), probeDestination: null })
  expect(await probe({ provider: 'RouteA', number: 1, receiptTimeoutMs: 1_000 })).toEqual({
    is: 'unsent',
    ms: null,
    detail: 'PROBE_DESTINATION is not set',
  })
  expect(carrier.handOvers).toEqual([])
  await carrier.stop()
})
