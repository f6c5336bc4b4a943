import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Told } from './told'

const told = (sentence: string, names: string[] = []) =>
  renderToStaticMarkup(<Told names={names}>{sentence}</Told>)

test('a sentence without right-to-left text is left in one piece', () => {
  expect(told('RouteA refused: blocked number, 2 of 3.')).toBe('RouteA refused: blocked number, 2 of 3.')
})

test('a right-to-left reason is isolated as a whole', () => {
  expect(told('RouteA refused: המספר חסום, לא זמין, and the limit of 1 attempt is reached.')).toBe(
    'RouteA refused: <bdi>המספר חסום, לא זמין</bdi>, and the limit of 1 attempt is reached.',
  )
})

test('isolates names, also beside right-to-left text', () => {
  expect(told('RouteA refused: خدمة, שלום (1) confirmed.', ['RouteA', 'שלום (1)'])).toBe(
    '<bdi>RouteA</bdi> refused: <bdi>خدمة</bdi>, <bdi>שלום (1)</bdi> confirmed.',
  )
})
