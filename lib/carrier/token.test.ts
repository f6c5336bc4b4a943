import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TokenClaims } from '@/lib/contract/carrier'
import { openToken, parseTokenKeys, sealToken, TokenKeysError } from './token'

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`

const claims: TokenClaims = {
  packetId: 'p-1',
  attempt: 2,
  provider: 'RouteA',
  deadline: 1_700_000_000_000,
}

describe('a token', () => {
  it('opens to what was sealed', async () => {
    const keys = parseTokenKeys(key('k1'))
    expect(await openToken(await sealToken(claims, keys), keys)).toEqual(claims)
  })

  it('reveals nothing to the carrier', async () => {
    const token = await sealToken(claims, parseTokenKeys(key('k1')))
    const decoded = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    expect(decoded.join()).not.toMatch(/RouteA|run-1|p-1/)
  })

  it('opens under an older key while keys are rotated', async () => {
    const old = key('k1')
    const token = await sealToken(claims, parseTokenKeys(old))
    expect(await openToken(token, parseTokenKeys(`${key('k2')},${old}`))).toEqual(claims)
  })

  it('does not open under another installation’s key of the same id', async () => {
    const token = await sealToken(claims, parseTokenKeys(key('k1')))
    expect(await openToken(token, parseTokenKeys(key('k1')))).toBeNull()
  })

  it('does not open once a single character is changed', async () => {
    const keys = parseTokenKeys(key('k1'))
    const token = await sealToken(claims, keys)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom('A', 'z', '0', '.', '-'),
        async (at, other) => {
          fc.pre(token[at] !== other && at < token.length - 1)
          expect(await openToken(token.slice(0, at) + other + token.slice(at + 1), keys)).toBeNull()
        },
      ),
    )
  })

  it('does not open when it is rubbish', async () => {
    const keys = parseTokenKeys(key('k1'))
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await openToken(text, keys)).toBeNull()
      }),
    )
  })

  it('does not open if its claims are not valid', async () => {
    const keys = parseTokenKeys(key('k1'))
    expect(openToken(await sealToken({ ...claims, packetId: 'a b' }, keys), keys)).toBeNull()
  })

  it('does not open if it is not encrypted, whatever its header says', async () => {
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: 'k1' })).toString('base64url')
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url')
    expect(await openToken(`${header}.${body}.`, parseTokenKeys(key('k1')))).toBeNull()
  })
})

it.each(['', 'k1', 'k1:short', `bad id:${randomBytes(32).toString('base64')}`])(
  'refuses the keys "%s"',
  (text) => {
    expect(() => parseTokenKeys(text)).toThrow(TokenKeysError)
  },
)

it('refuses two keys of one id', () => {
  expect(() => parseTokenKeys(`${key('k1')},${key('k1')}`)).toThrow('same id')
})
