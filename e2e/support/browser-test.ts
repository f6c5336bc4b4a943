// A browser for tests that start a stack of their own.
import { test as base, expect } from '@playwright/test'
import { awaitLife } from './coming-alive'
import { notePrivate } from './private-texts'

export const test = base.extend({
  context: async ({ context }, use) => {
    context.on('request', (request) => {
      const key = request.headers()['idempotency-key']
      if (key !== undefined) notePrivate(key)
    })
    await use(context)
  },

  page: async ({ page }, use) => {
    awaitLife(page)
    await use(page)
  },
})

export { expect }
