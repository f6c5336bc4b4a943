import type { Page } from '@playwright/test'

/** Changes every text of the page like a browser's translator, in one of the two usual ways. */
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
