import { expect, test } from 'vitest'
import { type Arrival, Mailbox } from './mailbox'

const arrival: Arrival = {
  at: 0,
  method: 'POST',
  contentType: null,
  contentEncoding: null,
  webhookId: null,
  timestamp: null,
  signature: null,
  body: '{}',
  fault: null,
}

test('waiting for a receipt ends when it arrives, when the time is over, or immediately when everything is stopped', async () => {
  const stop = new AbortController()
  const box = new Mailbox('http://127.0.0.1:1/1', () => 200, stop.signal)
  const some = (arrived: readonly Arrival[]) => arrived.length > 0
  expect(await box.waitFor(some, 1)).toBe(false)
  const first = box.waitFor(some, 60_000)
  const second = box.waitFor((arrived) => arrived.length > 1, 60_000)
  expect(box.take(arrival)).toBe(200)
  expect(await first).toBe(true)
  stop.abort(new Error('stopped'))
  await expect(second).rejects.toThrow('stopped')
  await expect(box.waitFor((arrived) => arrived.length > 1, 60_000)).rejects.toThrow('stopped')
})
