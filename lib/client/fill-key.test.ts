import { expect, test } from 'vitest'
import { FillKey } from './fill-key'

test('a form that is sent twice keeps its key, a changed form gets another, a new form its own', () => {
  const form = new FillKey()
  const first = form.keyFor({ text: 'Hello' })
  expect(form.keyFor({ text: 'Hello' })).toBe(first)
  expect(form.keyFor({ text: 'Bye' })).not.toBe(first)
  expect(new FillKey().keyFor({ text: 'Hello' })).not.toBe(first)
  expect(first).toMatch(/^[0-9a-f]{32}$/)
})
