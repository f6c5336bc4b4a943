import { expect, test } from 'vitest'
import { orderingKey } from './fields'

test.each([
  ['in characters', 'k'.repeat(129)],
  ['in bytes', 'ü'.repeat(65)],
])('what is too long %s is refused once', (_, text) => {
  const issues = orderingKey.safeParse(text).error?.issues ?? []
  expect(issues.map(({ message }) => message)).toEqual(['Use at most 128 bytes.'])
})
