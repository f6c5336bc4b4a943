import { expect, test } from './support/test'
import { privateText } from './support/waybill'

const never = { preset: 'silent' } as const

test('a packet submitted in the form is watched until it is delivered', async ({
  page,
  packetView,
  carriers,
}) => {
  await carriers.behave({ RouteA: { receiptDelayMs: [1_500, 1_500] } })
  await page.goto('/submit')
  await expect(page.getByLabel('Source')).toHaveValue('+017771110000')
  await page.getByRole('textbox', { name: 'Text' }).fill(privateText())
  await page.getByRole('button', { name: 'Submit packet' }).click()

  await expect(packetView.story).toContainText('Transmitting')
  await expect(packetView.connection).toHaveText('Live')
  await expect(packetView.story).toContainText('Delivered')
  await expect(packetView.story).toContainText(/RouteA confirmed after \d/)
  await expect(packetView.connection).toHaveText('Final')
})

test('a silent provider is given up at its deadline and the next one delivers', async ({
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: never })
  const { id } = await waybill.submit({ receiptTimeoutMs: 2_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/s left/)
  await expect(packetView.story).toContainText(/RouteA gave no receipt within 2 s, RouteB confirmed after \d/)
  await expect(packetView.story).toContainText('RouteA may still deliver it')
  await expect(packetView.attempts).toHaveCount(2)
  await expect(packetView.attempts.first()).toContainText('no receipt within 2 s')
  expect(await waybill.packet(id)).toMatchObject({
    status: 'DELIVERED',
    failedRouteProviders: ['RouteA'],
    currentRouteProvider: 'RouteB',
  })
})

test('a refusal fails over at once, without waiting for the deadline', async ({ waybill, carriers }) => {
  await carriers.behave({ RouteA: { preset: 'refusing', receiptDelayMs: [0, 0] } })
  const { id, createdAt } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  const packet = await waybill.ended(id)
  expect(packet.reason).toMatch(/^RouteA refused: blocked number, RouteB confirmed/)
  expect(Date.parse(packet.endedAt ?? '') - Date.parse(createdAt)).toBeLessThan(10_000)
})

test('a receipt after its deadline is shown, and that two providers delivered', async ({
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: { preset: 'late', lateDelayMs: 1_500 } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('so it was delivered twice')
  await expect(packetView.attempts.first()).toContainText(/delivered after \d.*, late/)
  await expect(packetView.facts).toContainText('Late receipt')
  await expect(packetView.facts).toContainText('Doubled')
})

test('a late receipt turns an exhausted packet into a delivered one', async ({
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: { preset: 'late', lateDelayMs: 1_500 } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000, maxAttempts: 1 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('Exhausted')
  await expect(packetView.story).toContainText(/RouteA confirmed late, after \d/)
  await expect(packetView.story).toContainText('Delivered')
})

test('a packet that every provider refuses is exhausted after its attempts', async ({
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ '*': 'refusing' })
  const { id } = await waybill.submit()
  await packetView.open(id)
  await expect(packetView.story).toContainText('Exhausted')
  await expect(packetView.story).toContainText('the limit of 4 attempts is reached')
  await expect(packetView.attempts).toHaveCount(4)
  await expect(packetView.attempts.last()).toContainText('refused: blocked number')
})

test('a packet that no provider is left for has no route', async ({ waybill, carriers, packetView }) => {
  await carriers.behave({ '*': 'refusing', RouteB: { answerStatus: 404 }, RouteC: { answerStatus: 503 } })
  const { id } = await waybill.submit({ maxAttempts: 10 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('No route')
  await expect(packetView.story).toContainText('no provider is left to try')
  await expect(packetView.attempts.nth(1)).toContainText('rejected: it answered 404')
  await expect(packetView.attempts.nth(2)).toContainText('unreachable: it answered 503')
  const { failedRouteProviders } = await waybill.packet(id)
  expect(failedRouteProviders).toEqual(['RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE'])
})

test('repeated receipts are counted and change nothing', async ({ waybill, carriers, packetView }) => {
  await carriers.behave({
    RouteA: never,
    RouteB: { preset: 'duplicating', receiptDelayMs: [0, 0], duplicateDelayMs: 300 },
  })
  // RouteA may still confirm, so the packet still listens when the duplicate comes.
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await packetView.open(id)
  await expect(packetView.attempts.last()).toContainText('repeated once')
  expect(await waybill.packet(id)).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteB' })
})

test('a forged receipt is refused and confirms nothing', async ({ waybill, carriers }) => {
  await carriers.behave({ RouteA: { preset: 'forging', receiptDelayMs: [0, 0] } })
  const refusedBefore = await carriers.answered('RouteA', 401)
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  const packet = await waybill.ended(id)
  expect(packet.deliveredBy).toBe('RouteB')
  expect(packet.attempts[0]).toMatchObject({ outcome: 'TIMED_OUT', receipt: null })
  expect(await carriers.answered('RouteA', 401)).toBe(refusedBefore + 1)
})
