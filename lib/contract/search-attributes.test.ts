import fc from 'fast-check'
import { expect, test } from 'vitest'
import { address } from './fields'
import { fromKeyword, toKeyword } from './search-attributes'

const texts = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .filter((text) => address.safeParse(text).success)

test('a keyword holds nothing that visibility cannot match, and gives back the text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(toKeyword(text)).not.toMatch(/["'\\]/)
      expect(fromKeyword(toKeyword(text))).toBe(text)
    }),
  )
})

test('what begins a text begins its keyword', () => {
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      expect(toKeyword(one + other).startsWith(toKeyword(one))).toBe(true)
    }),
  )
  expect(toKeyword(`Bob's "shop"`)).toHaveLength(`Bob's "shop"`.length)
})
