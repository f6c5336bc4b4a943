/** What an operator sees of the simulator's fault profiles for the whole carrier. */
import { randomUUID } from 'node:crypto'
import { presets } from '@/simulator/profile'
import { held } from './support/carriers'
import { expectRow } from './support/packet-row'
import { expect, test } from './support/test'

test('healthy: delivered at the first try, and nothing stands out', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ '*': 'healthy' })
  const { id } = await waybill.submit()
  await packetView.open(id)
  await expect(packetView.story).toContainText('Delivered')
  await expect(packetView.story).toContainText(/RouteA confirmed after \d[\d.]* m?s\./)
  await expect(packetView.attempts).toHaveCount(1)
  const row = await expectRow(page, id, 'Delivered', /^Route: RouteA: confirmed after \d[\d.]* m?s$/)
  await expect(row).not.toContainText(/Risk|Late|Doubled/)
})

test('slow: waited for with a countdown, and delivered by the first', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: { ...held, answerDelayMs: 700 } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 50_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('waiting for the receipt of RouteA', { ignoreCase: true })
  await expect(packetView.story).toContainText(/s left/)
  await expect(packetView.attempts.first()).toContainText(/accepted, answer 202 after \d+ ms/i)
  await carriers.release()
  await expect(packetView.story).toContainText(/RouteA confirmed after \d/)
  await expectRow(page, id, 'Delivered', /^Route: RouteA: confirmed after \d[\d.]* m?s$/)
})

test('slow: a carrier that is too slow for its time-out is given up, and may still deliver the packet', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'slow' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 3_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('RouteA could not be reached: no answer in time')
  await expect(packetView.story).toContainText('RouteA may still deliver it')
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /RouteA: unreachable: no answer in time; RouteB: confirmed/,
  )
  await expect(row).toContainText('Risk')
})

test('silent: given up at its deadline, with the risk that it delivers the packet as well', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA gave no receipt within 1 s, RouteB confirmed after \d/)
  await expect(packetView.story).toContainText('RouteA may still deliver it')
  await expect(packetView.attempts).toHaveCount(2)
  await expect(packetView.attempts.first()).toContainText('no receipt within 1 s')
  expect(await waybill.packet(id)).toMatchObject({
    status: 'DELIVERED',
    failedRouteProviders: ['RouteA'],
    currentRouteProvider: 'RouteB',
  })
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: no receipt within 1 s; RouteB: confirmed/,
  )
  await expect(row).toContainText('Risk')
})

test('flaky: a broken connection is retried under the same webhook-id, a lost receipt is not waited for', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  const draw = await carriers.chance()
  const { networkErrorChance, receiptChance } = presets.flaky
  const ids = Array.from({ length: 500 }, () => `flaky-${randomUUID()}`)
  const breaks = (id: string, tries: number) =>
    draw('RouteA', id, 1, `network error ${tries}`) < networkErrorChance
  const confirms = (id: string) => draw('RouteA', id, 1, 'receipt') < receiptChance
  const repeated = ids.find((id) => breaks(id, 1) && !breaks(id, 2) && confirms(id))
  const lost = ids.find((id) => !breaks(id, 1) && !confirms(id))
  if (repeated === undefined || lost === undefined) throw new Error('By chance no packet is like that.')
  await carriers.behave({ RouteA: { preset: 'flaky', receiptDelayMs: [0, 200] } })
  await Promise.all([waybill.submit({ id: repeated }), waybill.submit({ id: lost, receiptTimeoutMs: 2_000 })])

  await packetView.open(repeated)
  await expect(packetView.story).toContainText(/RouteA confirmed after \d/)
  const handOvers = await carriers.handOvers(repeated)
  expect(handOvers.map(({ answer }) => answer)).toEqual([null, 202])
  expect(new Set(handOvers.map(({ webhookId }) => webhookId)).size).toBe(1)
  await expectRow(page, repeated, 'Delivered', /^Route: RouteA: confirmed after/)
  await expectRow(page, lost, 'Delivered', /^Route: RouteA: no receipt within 2 s; RouteB: confirmed/)
})

test('refusing: shows the reason, tries the next provider at once, and no risk remains', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'refusing' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA refused: blocked number, RouteB confirmed after \d/)
  await expect(packetView.attempts.first()).toContainText(/not delivered after \d/i)
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: refused: blocked number; RouteB: confirmed/,
  )
  await expect(row).not.toContainText('Risk')
})
