import { expect, test } from 'vitest'
import { apiPaths } from '@/lib/contract/paths'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { postJson } from '../test-support/call-api'

test('a probe is refused where no destination for it is set, before anything is recorded', async () => {
  // No server answers there: recording it would fail in another way.
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
  process.env.PROBE_DESTINATION = ''
  const response = await postJson(apiPaths.providerAction('RouteA', 'probe'), { reason: 'to be sure' })
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({
    code: 'NO_PROBE_DESTINATION',
    detail: expect.stringMatching(/^Set PROBE_DESTINATION/),
  })
})
