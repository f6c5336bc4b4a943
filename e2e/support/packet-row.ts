// Finds a packet in the list as people and screen readers do.
import { expect, type Locator, type Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'

export function rowOf(page: Page, id: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: `Packet ${id}` }) })
}

/** Finds the packet in the list and checks its status and route line there. Resolves with the row. */
export async function expectRow(page: Page, id: string, status: string, route: RegExp): Promise<Locator> {
  await page.goto(`${pagePaths.packets}?q=${encodeURIComponent(id)}`)
  const row = rowOf(page, id)
  await expect(row).toContainText(status)
  await expect(row.getByRole('button', { name: /^Route: / })).toHaveAccessibleName(route)
  return row
}
