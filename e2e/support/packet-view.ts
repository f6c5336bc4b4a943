// A packet's page as a person sees it.
import type { Locator, Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'

export class PacketView {
  /** Status, sentence and lanes. */
  readonly story: Locator
  readonly connection: Locator
  /** One entry for each provider tried. */
  readonly attempts: Locator
  readonly facts: Locator

  constructor(readonly page: Page) {
    this.story = page.getByRole('region', { name: 'What happened' })
    this.connection = page.getByRole('status', { name: 'Connection' })
    this.attempts = this.panel('Attempts and receipts').locator('tbody').getByRole('row')
    this.facts = this.panel('Packet')
  }

  async open(id: string): Promise<void> {
    await this.page.goto(pagePaths.packet(id))
  }

  panel(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }
}
