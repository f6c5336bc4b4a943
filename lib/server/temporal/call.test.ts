import { beforeAll, expect, test } from 'vitest'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { callTemporal } from './call'

beforeAll(() => {
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
})

/** An error as gRPC reports it. */
function failure(code: number, details: string): Error {
  return Object.assign(new Error(`${code} ${details}`), { code, details, metadata: {} })
}

const [unavailable, exhausted] = [14, 8]

test('a call is retried when the server is briefly too busy', async () => {
  let calls = 0
  const answer = await callTemporal(async () => {
    calls += 1
    if (calls < 4)
      throw failure(exhausted, 'workflow operation can not be applied because workflow is closing')
    return 'taken'
  })
  expect([answer, calls]).toEqual(['taken', 4])
})

test('a server that stays too busy is reported within 3 s, as busy and not as unreachable', async () => {
  const startedAt = Date.now()
  const busy = () => Promise.reject(failure(exhausted, 'namespace rate limit exceeded'))
  await expect(callTemporal(busy, { ifUnknown: 'Send it again.' })).rejects.toMatchObject({
    code: 'TEMPORAL_BUSY',
    status: 503,
    headers: { 'Retry-After': '2' },
    message: 'Temporal is overloaded and did not accept this. Send it again.',
  })
  expect(Date.now() - startedAt).toBeLessThan(3_000)
})

test('a server whose disk is full is reported as such', async () => {
  const full = () => Promise.reject(failure(unavailable, 'AppendHistoryNodes: database or disk is full (13)'))
  await expect(callTemporal(full)).rejects.toMatchObject({
    code: 'NOT_READY',
    message: expect.stringContaining('its disk is full'),
  })
})

test.each([7, 16])('a server that rejects our credentials with code %i is reported as such', async (code) => {
  const call = callTemporal(() => Promise.reject(failure(code, 'Request unauthorized.')))
  await expect(call).rejects.toMatchObject({
    code: 'NOT_READY',
    message: expect.stringContaining('TEMPORAL_API_KEY'),
  })
})

test('a server that is gone is unreachable', async () => {
  const gone = () => Promise.reject(failure(unavailable, 'No connection established'))
  await expect(callTemporal(gone)).rejects.toMatchObject({ code: 'TEMPORAL_UNREACHABLE' })
})
