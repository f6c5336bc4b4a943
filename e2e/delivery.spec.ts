import { held, heldBeyondDeadline } from './support/carriers'
import { expect, test } from './support/test'
import { privateText } from './support/waybill'

test('a packet submitted in the form is watched until it is delivered', async ({
  page,
  packetView,
  carriers,
}) => {
  await carriers.behave({ RouteA: held })
  await page.goto('/submit')
  await expect(page.getByLabel('Source')).toHaveValue('+017771110000')
  await page.getByRole('textbox', { name: 'Text' }).fill(privateText())
  await page.getByRole('button', { name: 'Submit packet' }).click()

  await expect(packetView.story).toContainText('Transmitting')
  await expect(packetView.connection).toHaveText('Live')
  await carriers.release()
  await expect(packetView.story).toContainText('Delivered')
  await expect(packetView.story).toContainText(/RouteA confirmed after \d/)
  await expect(packetView.connection).toHaveText('Final')
})

test('a late receipt turns an exhausted packet into a delivered one', async ({
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: heldBeyondDeadline })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000, maxAttempts: 1 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('Exhausted')
  await carriers.release()
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
