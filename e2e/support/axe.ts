// What axe finds wrong with a page, in the light and in the dark.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** In the dark a page differs by its colours alone, so that only these rules can find anything new there. */
const aboutColours = ['color-contrast', 'link-in-text-block']

export async function expectNoViolation(page: Page): Promise<void> {
  // A colour on its way to another is neither.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectNothing(new AxeBuilder({ page }))
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectNothing(new AxeBuilder({ page }).withRules(aboutColours))
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
}

async function expectNothing(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze()
  const told = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html) }))
  expect(told).toEqual([])
}
