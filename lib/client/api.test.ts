import { expect, test } from 'vitest'
import { withParams } from './api'

test('an address has the parameters with a value, and no query when there are none', () => {
  const filter = { status: 'DELIVERED', from: undefined, q: 'a b&c', cursor: null }
  expect(withParams('/api/packets', filter)).toBe('/api/packets?status=DELIVERED&q=a+b%26c')
  expect(withParams('/packets', { flag: undefined })).toBe('/packets')
})
