import { expect, test } from 'vitest'
import { fitText } from './fit-text'

/** Each character as people count them is as wide as another. */
const context = {
  font: '12px test',
  measureText: (text: string) => ({ width: [...new Intl.Segmenter().segment(text)].length }) as TextMetrics,
}

test('text that fits stays whole, and other is cut between characters', () => {
  expect(fitText(context, 'RouteA', 6)).toBe('RouteA')
  expect(fitText(context, 'RouteA', 4)).toBe('Ro…A')
  expect(fitText(context, '👩‍👩‍👧‍👦👍🏽 family', 2)).toBe('👩‍👩‍👧‍👦…')
  expect(fitText(context, 'RouteA', 0)).toBe('…')
})
