import { expect, test } from 'vitest'
import { fitText } from './fit-text'

/** Every grapheme is one pixel wide. */
const context = {
  font: '12px test',
  measureText: (text: string) => ({ width: [...new Intl.Segmenter().segment(text)].length }) as TextMetrics,
}

test('text that fits is unchanged, and longer text is cut between graphemes', () => {
  expect(fitText(context, 'RouteA', 6)).toBe('RouteA')
  expect(fitText(context, 'RouteA', 4)).toBe('Ro…A')
  expect(fitText(context, '👩‍👩‍👧‍👦👍🏽 family', 2)).toBe('👩‍👩‍👧‍👦…')
  expect(fitText(context, 'RouteA', 0)).toBe('…')
})
