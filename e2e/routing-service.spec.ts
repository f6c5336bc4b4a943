import { withOtherWorker } from './support/other-worker'
import { expect, test } from './support/test'

test('a packet fails when the routing service does, and says so', async ({ stack, waybill, packetView }) => {
  // With this seed every look-up for this packet fails.
  await withOtherWorker(stack, { ERROR_CHANCE: '99', SEED: 'no routing service' }, async () => {
    const { id } = await waybill.submit({ id: 'nobody-knows-the-way' })
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
  })
})
