import { openEventStream } from '@/lib/client/event-stream'
import { packetSchema } from '@/lib/contract/packet'
import { apiPath } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { held } from './support/carriers'
import { expect, test } from './support/test'

/** All states of a packet that its event stream sends, until the stream ends. */
function wholeStory(url: string, id: string, onPacket: (packet: Packet) => void): Promise<Packet[]> {
  const told: Packet[] = []
  return new Promise((done) => {
    openEventStream({
      path: `${url}${apiPath('/api/events/packets/{id}', { id })}`,
      onEvent: (name, json) => {
        if (name !== 'packet') return
        const packet = packetSchema.parse(JSON.parse(json))
        told.push(packet)
        onPacket(packet)
      },
      onState: ({ is }) => is === 'ended' && done(told),
    })
  })
}

test('a packet is accepted, handed over and confirmed, and told of each time', async ({
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: held })
  const accepted = await waybill.submit()
  expect(accepted.status).toBe('ROUTING')
  let releasing: Promise<void> | undefined
  const told = await wholeStory(waybill.url, accepted.id, ({ attempts }) => {
    if (attempts[0]?.handOver.state === 'ACCEPTED') releasing ??= carriers.release()
  })
  await releasing
  expect(told.map(({ status }) => status)).toContain('TRANSMITTING')
  expect(told.at(-1)).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA', settling: false })
  expect(await carriers.handOvers(accepted.id)).toHaveLength(1)
})
