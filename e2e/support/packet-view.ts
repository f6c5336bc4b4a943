// A packet's page as a person sees it.
import type { Locator, Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'

export class PacketView {
  /** Status, sentence and lanes. */
  readonly story: Locator
  readonly connection: Locator
  /** One entry per attempted provider. */
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

  /** Cancels the packet through the page. Resolves with the dialog, which closes once the cancellation is in force. */
  async cancel(reason: string): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Cancel packet' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Cancel this packet?' })
    await dialog.getByLabel('Reason').fill(reason)
    await dialog.getByRole('button', { name: 'Cancel packet' }).click()
    return dialog
  }

  panel(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }
}
