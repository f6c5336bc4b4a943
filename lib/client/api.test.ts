import { expect, test } from 'vitest'
import { withParams } from './api'

test('an address holds what has a value, and nothing behind the path when nothing has', () => {
  const filter = { status: 'DELIVERED', from: undefined, q: 'a b&c', cursor: null }
  expect(withParams('/api/packets', filter)).toBe('/api/packets?status=DELIVERED&q=a+b%26c')
  expect(withParams('/packets', { flag: undefined })).toBe('/packets')
})
