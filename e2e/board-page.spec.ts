import { randomUUID } from 'node:crypto'
import { boardChange } from '@/lib/contract/board'
import { apiPath, pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { held } from './support/carriers'
import { rowOf } from './support/packet-row'
import { expect, test } from './support/test'

/** Waits until packets of other tests have left the board; otherwise the tests would walk through their lanes too. */
test.beforeEach(async ({ request }) => {
  const lanes = async (): Promise<number> =>
    boardChange.parse(await (await request.get(apiPath('/api/board'))).json()).rows.length
  await expect.poll(lanes, { timeout: 40_000 }).toBeLessThan(30)
})

test('the board shows a packet, its fail-over and its end, as a picture and as a table', async ({
  page,
  waybill,
  carriers,
}) => {
  test.slow()
  await carriers.behave({ RouteA: 'refusing', RouteB: held })
  await page.goto(`${pagePaths.board}?group=none`)
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  const destination = `board-${randomUUID()}`
  const { id } = await waybill.submit({ destination, receiptTimeoutMs: 60_000 })
  await waybill.accepted(id, 2)

  const board = page.getByRole('region', { name: 'Packets on a time axis' })
  const card = board.getByRole('status')
  await board.focus()
  await expect(async () => {
    await page.keyboard.press('ArrowDown')
    await expect(card).toContainText(destination, { timeout: 100 })
  }).toPass()
  await expect(card).toContainText('RouteA: refused after')
  await expect(card).toContainText('RouteB: waiting')
  await expectNoViolation(page)

  await page.getByRole('radio', { name: 'Table' }).check({ force: true })
  await expect(page).toHaveURL(/view=table/)
  const row = rowOf(page, id)
  await expect(row).toContainText('Transmitting')
  await expect(row).toContainText(/RouteA: refused after .*; RouteB: waiting, \d+ s left/)
  await expectNoViolation(page)
  await carriers.release()
  await expect(row).toContainText(/Delivered.*RouteB: confirmed after/)
  await expect(row).toHaveCount(0)
})

test('a lane opens its packet; the board can be zoomed, grouped and paused', async ({
  page,
  waybill,
  carriers,
}) => {
  await carriers.behave({ '*': 'silent' })
  const order = { receiptTimeoutMs: 60_000 }
  const first = await waybill.accepted((await waybill.submit(order)).id)
  await page.goto(pagePaths.board)
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  await page.getByRole('button', { name: 'Show more time' }).click()
  await expect(page).toHaveURL(/span=2m/)
  const board = page.getByRole('region', { name: 'Packets on a time axis' })
  await board.press('+')
  await expect(page.getByText('1 min', { exact: true })).toBeVisible()

  await board.press(' ')
  await expect(page.getByText(/^Paused at/)).toBeVisible()
  const second = await waybill.accepted((await waybill.submit(order)).id)
  await page.getByRole('radio', { name: 'Table' }).check({ force: true })
  await expect(rowOf(page, first.id)).toBeVisible()
  await expect(rowOf(page, second.id)).toHaveCount(0)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(rowOf(page, second.id)).toBeVisible()

  await page.getByRole('radio', { name: 'By batch' }).check({ force: true })
  await page.getByRole('radio', { name: 'Board' }).check({ force: true })
  await board.focus()
  const card = board.getByRole('status')
  // The first row is the heading.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const { id } = await waybill.packet((await card.locator('.font-mono').textContent()) ?? '')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(pagePaths.packet(id))
})
