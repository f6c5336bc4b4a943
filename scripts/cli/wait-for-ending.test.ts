import { afterEach, beforeEach, expect, test } from 'vitest'
import { Instance } from './instance'
import { packetAfter, refuse, StandIn, story } from './test-support/stand-in'
import { waitForEnding } from './wait-for-ending'

let web: StandIn
let asked: number

beforeEach(async () => {
  web = new StandIn()
  await web.start()
  asked = 0
})

afterEach(() => web.stop())

/** Waits with short polling intervals. */
function wait(patienceMs = 10_000) {
  const instance = new Instance(web.url, new AbortController().signal)
  return waitForEnding(packetAfter('order-1', []), instance, {
    pollMs: { live: 20, silent: 20 },
    patienceMs,
  })
}

const noStream: StandIn['fault'] = ({ path }, response) =>
  path.startsWith('/api/events/') && refuse(response, 'TOO_MANY_VIEWERS', 'Try again later.')

test('polls when the event stream is not available', async () => {
  web.fault = (request, response) => {
    if (noStream(request, response)) return true
    asked += 1
    if (asked === 3) web.events = story.delivered
    return false
  }
  expect(await wait()).toMatchObject({ status: 'DELIVERED' })
  expect(asked).toBe(3)
})

test('asks again after half an answer', async () => {
  web.fault = (request, response) => {
    if (noStream(request, response)) return true
    asked += 1
    if (asked > 1) return false
    web.events = story.delivered
    response.writeHead(200, { 'content-length': 100 })
    response.write('{"id":', () => response.destroy())
    return true
  }
  expect(await wait()).toMatchObject({ status: 'DELIVERED' })
})

test('gives up on a packet that no longer exists', async () => {
  web.fault = (_, response) => refuse(response, 'PACKET_NOT_FOUND', 'No packet has the id "order-1".')
  await expect(wait()).rejects.toThrow('No packet has the id "order-1".')
})

test('gives up on an instance that is gone for long, and says that the packet goes on by itself', async () => {
  await web.stop()
  await expect(wait(100)).rejects.toThrow(/has been gone for 100 ms; packet order-1 goes on by itself\.$/)
})
