/** An operator's actions on the Providers page, and how to undo them. */
import type { Locator, Page } from '@playwright/test'
import { apiPath } from '@/lib/contract/paths'
import { act, inForce } from './directory'
import { expect, test } from './test'

const names = ['RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE']

/** For files whose tests change the providers: resets all to the configured order, state and time-outs. */
export function tidyUpAfterEach(): void {
  test.afterEach(async ({ stack, waybill }) => {
    await stack.waitUntilReady()
    await tidyUp(waybill.url)
  })
}

async function tidyUp(url: string): Promise<void> {
  await act(url, apiPath('/api/providers/actions/resume'), { overMs: 0 })
  await act(url, apiPath('/api/providers/actions/reorder'), { order: names })
  await act(url, apiPath('/api/providers/actions/set-routing'), { routing: 'order' })
  for (const name of ['RouteA', 'RouteB']) {
    await act(url, apiPath('/api/providers/{name}/actions/resume', { name }))
    await act(url, apiPath('/api/providers/{name}/actions/set-timeout', { name }), { receiptTimeoutMs: null })
  }
  await inForce()
}

export function rowOf(page: Page, name: string): Locator {
  return page.getByRole('table', { name: 'Providers' }).getByRole('row', { name })
}

/** Opens a dialog, gives a reason and confirms. Resolves once the change is in force everywhere. */
export async function change(page: Page, open: string, confirm: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: open, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: confirm, exact: true }).click()
  await expect(dialog).toBeHidden()
  await inForce()
}
