// What axe finds wrong with a page, in the light and in the dark.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** In the dark a page differs by its colours alone, so that only these rules can find anything new there. */
const aboutColours = ['color-contrast', 'link-in-text-block']

export async function expectNoViolation(page: Page): Promise<void> {
  // After a navigation within the browser the framework streams the title behind the page.
  await expect(page).toHaveTitle(/\S/)
  // A colour on its way to another is neither.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectNothing(page, {})
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectNothing(page, { runOnly: aboutColours })
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
}

async function expectNothing(page: Page, options: { runOnly?: string[] }): Promise<void> {
  // Our pages have no frames. To be ready for some, axe would open another page each time, which takes twice as long.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await axe.options({ ...options, resultTypes: ['violations'] }).analyze()
  const told = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html) }))
  expect(told).toEqual([])
}
