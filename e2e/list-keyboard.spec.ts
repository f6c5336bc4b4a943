// Keyboard use of a list that is longer than the window.
import { randomUUID } from 'node:crypto'
import { expect, test } from './support/test'

const packets = 45

test('a row that has the focus keeps it while the list is scrolled', async ({ page, waybill }) => {
  const prefix = `keys-${randomUUID().slice(0, 8)}`
  const ids = Array.from({ length: packets }, (_, nth) => `${prefix}-${nth}`)
  for (const id of ids) await waybill.submit({ id })
  await Promise.all(ids.map((id) => waybill.closed(id)))
  await page.goto(`/packets?q=${prefix}`)
  const focused = page.locator(':focus')
  const link = (row: number) => page.locator(`tr[data-index="${row}"] [data-row-link]`)
  await link(0).focus()
  await page.keyboard.press('ArrowDown')
  await expect(link(1)).toBeFocused()

  await page.mouse.wheel(0, 20_000)
  await expect(link(packets - 1)).toBeInViewport()
  await expect(link(1)).not.toBeInViewport()
  await expect(link(1)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(link(2)).toBeFocused()
  await expect(focused).toBeInViewport()
})
