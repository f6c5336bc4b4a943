// Expects no axe violation on a page, in light and in dark colours.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Dark pages differ only in their colours, so only these rules can find something new there. */
const aboutColours = ['color-contrast', 'link-in-text-block']

export async function expectNoViolation(page: Page): Promise<void> {
  // After a client-side navigation the framework sends the title later than the page.
  await expect(page).toHaveTitle(/\S/)
  // While a list is read again, the rows of the old one are dimmed.
  await expect(page.locator('table[aria-busy="true"]')).toHaveCount(0)
  // Without reduced motion a colour in transition would be measured.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectNothing(page, {})
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectNothing(page, { runOnly: aboutColours })
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
}

async function expectNothing(page: Page, options: { runOnly?: string[] }): Promise<void> {
  // The pages have no frames. To support frames axe would open another page for each check, which takes twice as long.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await axe.options({ ...options, resultTypes: ['violations'] }).analyze()
  const told = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html) }))
  expect(told).toEqual([])
}
