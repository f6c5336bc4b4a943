import { expect, test } from 'vitest'
import { maxContentsBytes } from '@/lib/packet/bounds'
import { base64Contents, orderingKey, textContents } from './fields'

test.each([
  ['in characters', 'k'.repeat(129)],
  ['in bytes', 'ü'.repeat(65)],
])('a text that is too long %s gets one error only', (_, text) => {
  const issues = orderingKey.safeParse(text).error?.issues ?? []
  expect(issues.map(({ message }) => message)).toEqual(['Use at most 128 bytes.'])
})

test.each([
  ['text', textContents, 'a'.repeat(maxContentsBytes + 1)],
  ['base64', base64Contents, 'AAAA'.repeat(maxContentsBytes / 3 + 2)],
])('contents as %s that are too large get one error only', (_, contents, text) => {
  const issues = contents.safeParse(text).error?.issues ?? []
  expect(issues.map(({ message }) => message)).toEqual(['Contents may have at most 256 KiB.'])
})
