import { expect, test } from 'vitest'
import { loadPacketSearch, unknownFilters } from './search'

test.each([
  ['', []],
  ['status=DELIVERED&q=a&within=&window=1h', []],
  ['status=NOPE&flag=LATE', ['status=NOPE', 'flag=LATE']],
  ['status=DELIVERED&status=FAILED', ['status=FAILED']],
  ['priority=9&priority=1', ['priority=9', 'priority=1']],
])('the address ?%s has these invalid filters: %s', (address, unknown) => {
  const params = new URLSearchParams(address)
  expect(unknownFilters(params, loadPacketSearch(params))).toEqual(unknown)
})
