import { openEventStream } from '@/lib/client/event-stream'
import { packetSchema } from '@/lib/contract/packet'
import { apiPaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { expect, test } from './support/test'

/** What the event stream of one packet says, until it ends. */
function wholeStory(url: string, id: string): Promise<Packet[]> {
  const told: Packet[] = []
  return new Promise((done) => {
    openEventStream({
      path: `${url}${apiPaths.packetEvents(id)}`,
      onEvent: (name, json) => name === 'packet' && told.push(packetSchema.parse(JSON.parse(json))),
      onState: ({ is }) => is === 'ended' && done(told),
    })
  })
}

test('a packet is accepted, handed over, confirmed and told of as it goes', async ({ waybill, carriers }) => {
  await carriers.behave({ RouteA: { receiptDelayMs: [500, 500] } })
  const accepted = await waybill.submit()
  expect(accepted.status).toBe('ROUTING')
  const told = await wholeStory(waybill.url, accepted.id)
  expect(told.map(({ status }) => status)).toContain('TRANSMITTING')
  expect(told.at(-1)).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA', settling: false })
  expect(await carriers.handOvers(accepted.id)).toHaveLength(1)
})
