import type { Carriers } from './support/carriers'
import { withOtherWorker } from './support/other-worker'
import { expect, test } from './support/test'

/** The id of a packet for which every request to the simulator's routing service breaks. */
async function doomedId(carriers: Carriers): Promise<string> {
  const draw = await carriers.chance()
  const ids = Array.from({ length: 100 }, (_, n) => `nobody-knows-the-way-${Date.now()}-${n}`)
  const id = ids.find((each) => [1, 2, 3].every((tryNumber) => draw('routing', each, 0, tryNumber) < 0.99))
  if (id === undefined) throw new Error('By chance no packet is like that.')
  return id
}

test.afterEach(({ carriers }) => carriers.breakRouting(0))

test('a packet fails when the routing service does, and says so', async ({
  stack,
  waybill,
  carriers,
  packetView,
}) => {
  const service = { ROUTING_URL: `${stack.addresses.carrier}/routing`, ROUTING_FALLBACK: 'fail' }
  await withOtherWorker(stack, service, async () => {
    await carriers.breakRouting(99)
    const { id } = await waybill.submit({ id: await doomedId(carriers) })
    await packetView.open(id)
    await expect(packetView.story).toContainText('Failed')
    await expect(packetView.story).toContainText(
      'Gave up on getRoute after 3 tries: IO Error: network disconnect.',
    )
    expect(await waybill.packet(id)).toMatchObject({
      status: 'FAILED',
      attempts: [],
      lookup: { failures: 3 },
    })
    await carriers.breakRouting(0)
    const { id: other } = await waybill.submit()
    await packetView.open(other)
    await expect(packetView.attempts.first()).toContainText('RouteA chosen: by the routing service')
  })
})

test('a packet is delivered by the built-in rules instead, and says so', async ({
  stack,
  waybill,
  carriers,
  packetView,
}) => {
  const service = { ROUTING_URL: `${stack.addresses.carrier}/routing`, ROUTING_FALLBACK: 'built-in' }
  await withOtherWorker(stack, service, async () => {
    await carriers.breakRouting(99)
    const { id } = await waybill.submit({ id: await doomedId(carriers) })
    await packetView.open(id)
    await expect(packetView.story).toContainText(
      /RouteA confirmed after .+; the routing service failed, so the built-in rules chose RouteA\./,
    )
    await expect(packetView.attempts.first()).toContainText(
      'RouteA chosen: by the built-in rules, because the routing service failed',
    )
  })
})
