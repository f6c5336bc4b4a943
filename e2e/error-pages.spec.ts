import { pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { expect, test } from './support/test'

/** Data in a shape that the page does not know, as another version might send it. */
const stranger = JSON.stringify({ order: ['stranger'], changed: [{ id: 'stranger' }], total: 1 })

test('a page that fails keeps its frame, says what failed, and recovers by another try', async ({
  page,
  waybill,
}) => {
  const { id } = await waybill.submit()
  await page.route('**/api/events/packets*', (route) =>
    route.fulfill({ contentType: 'text/event-stream', body: `event: list\ndata: ${stranger}\n\n` }),
  )
  await page.goto(pagePaths.packets)
  await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Deliveries are not affected')
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await expectNoViolation(page)
  await page.unroute('**/api/events/packets*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
})

test('pages whose frame fails say so, and can be loaded again', async ({ page }) => {
  await page.addInitScript((prefix) => {
    if (sessionStorage.getItem('broken') === 'no') return
    const startsWith = String.prototype.startsWith
    String.prototype.startsWith = function (this: string, search: string, position?: number) {
      if (search === prefix) throw new Error('The frame fails in this test.')
      return startsWith.call(this, search, position)
    }
  }, `${pagePaths.submit}/`)
  await page.goto(pagePaths.packets)
  await expect(page.getByRole('heading', { name: 'The pages could not be shown' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Deliveries are not affected')
  await expectNoViolation(page)
  await page.evaluate(() => sessionStorage.setItem('broken', 'no'))
  await page.getByRole('button', { name: 'Load again' }).click()
  await expect(page.getByRole('heading', { name: 'Packets', exact: true })).toBeVisible()
})
