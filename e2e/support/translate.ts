import type { Page } from '@playwright/test'

/** Does to every text of the page what the translators of browsers do, in one of their ways. */
export async function translate(page: Page, way: 'replace' | 'wrap'): Promise<void> {
  await page.evaluate((chosen) => {
    const texts: Text[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { currentNode: node } = walker
      if (node instanceof Text && !node.parentElement?.closest('script, style')) texts.push(node)
    }
    for (const text of texts) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      outer.append(inner)
      if (chosen === 'replace') {
        inner.append(text.data)
        text.replaceWith(outer)
      } else {
        text.before(outer)
        inner.append(text)
      }
    }
  }, way)
}
