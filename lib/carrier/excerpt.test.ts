import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { receiptExcerpt, withoutToken } from './excerpt'

const token = `eyJhbGciOiJkaXIifQ..${randomBytes(80).toString('base64url')}`

test('removes the token from the excerpt of a receipt, wherever it occurs', () => {
  const excerpt = receiptExcerpt({
    token,
    delivered: true,
    reason: `about ${token}`,
    providerReference: 'A-7',
  })
  expect(excerpt).toBe(
    '{"token":"[removed]","delivered":true,"reason":"about [removed]","providerReference":"A-7"}',
  )
})

test('an excerpt is short and printable', () => {
  const excerpt = receiptExcerpt({ token, delivered: false, reason: `\u0000\n${'ab '.repeat(400)}` })
  expect(excerpt.length).toBeLessThanOrEqual(200)
  expect(excerpt).not.toMatch(/\p{C}/u)
})

test('keeps everything but the token in a carrier’s words', () => {
  expect(withoutToken(`see ${token}, ${'x'.repeat(60)}`, token)).toBe(`see [removed], ${'x'.repeat(60)}`)
})

test('recognises a token with invisible characters in it', () => {
  const broken = token.match(/.{1,20}/g)?.join('\u200b') ?? ''
  expect(receiptExcerpt({ token, delivered: false, reason: broken })).toContain('"reason":"[removed]')
})
