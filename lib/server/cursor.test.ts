import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { ApiError } from './api-error'
import { fromCursor, toCursor } from './cursor'
import { setEnvironment } from './test-support/environment'

beforeAll(() => {
  setEnvironment({ temporalAddress: '127.0.0.1:7233', carrierUrl: 'http://127.0.0.1:9/' })
})

const tokens = fc.uint8Array({ minLength: 1, maxLength: 100 })

test('a cursor gives back the page token it was made of', () => {
  fc.assert(
    fc.property(tokens, fc.string(), (token, scope) => {
      const cursor = toCursor(token, scope) ?? ''
      expect(cursor).toMatch(/^[\w-]+$/)
      expect(new Uint8Array(fromCursor(cursor, scope))).toEqual(token)
    }),
  )
})

test('there is no cursor after the last page', () => {
  expect(toCursor(new Uint8Array(), 'list')).toBeNull()
  expect(toCursor(null, 'list')).toBeNull()
})

test('a cursor that was altered or issued for another list is refused', () => {
  const refused = (cursor: string, scope: string) => expect(() => fromCursor(cursor, scope)).toThrow(ApiError)
  fc.assert(
    fc.property(tokens, fc.nat(), fc.string(), (token, place, noise) => {
      const cursor = Buffer.from(toCursor(token, 'list') ?? '', 'base64url')
      cursor.writeUInt8(cursor.readUInt8(place % cursor.length) ^ 1, place % cursor.length)
      refused(cursor.toString('base64url'), 'list')
      refused(toCursor(token, 'list') ?? '', 'another list')
      refused(noise, 'list')
    }),
  )
})
