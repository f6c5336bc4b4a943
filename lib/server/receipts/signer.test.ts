import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { secretFingerprint, signMessage } from '@/lib/carrier/signature'
import { newSecret, setEnvironment, type TestEnvironment } from '@/lib/server/test-support/environment'
import { signerOf } from './signer'

const newest = newSecret()
let older = ''
let ofOther = ''

beforeAll(() => {
  const environment: TestEnvironment = setEnvironment({
    temporalAddress: '127.0.0.1:7233',
    carrierUrl: 'http://127.0.0.1:9/',
  })
  older = environment.receiptSecrets.RouteA
  ofOther = environment.receiptSecrets.RouteB
  process.env.ROUTEA_RECEIPT = `${newest},${older}`
})

const body = '{"delivered":true}'

function signedWith(secret: string, at: Date = new Date()) {
  const headers = new Headers(signMessage({ id: randomUUID(), at, body, secret }))
  return signerOf({ headers }, Buffer.from(body), 'RouteA')
}

test('both secrets are accepted during a rotation, and the result says which one signed', () => {
  expect(signedWith(newest)).toMatchObject({ key: secretFingerprint(newest), keyAge: 'newest' })
  expect(signedWith(older)).toMatchObject({ key: secretFingerprint(older), keyAge: 'older' })
})

test('the only secret of a provider is reported as "only"', () => {
  const headers = new Headers(signMessage({ id: 'x', at: new Date(), body, secret: ofOther }))
  expect(signerOf({ headers }, Buffer.from(body), 'RouteB')).toMatchObject({ keyAge: 'only' })
})

test('no signature is valid for a provider that is not configured', () => {
  const headers = new Headers(signMessage({ id: 'x', at: new Date(), body, secret: newSecret() }))
  expect(signerOf({ headers }, Buffer.from(body), 'RouteX')).toMatchObject({
    why: 'BAD_SIGNATURE',
    detail: expect.stringContaining('no longer configured here'),
  })
})

test('a refusal says what is wrong', () => {
  expect(signedWith(newest, new Date(0))).toMatchObject({ why: 'STALE' })
  expect(signerOf({ headers: new Headers() }, Buffer.from(body), 'RouteA')).toMatchObject({ why: 'UNSIGNED' })
  expect(signedWith(newSecret())).toMatchObject({ why: 'BAD_SIGNATURE' })
  expect(signedWith(ofOther)).toMatchObject({ why: 'FOREIGN_KEY' })
})

const now = Math.floor(Date.now() / 1000)
const good = signMessage({ id: 'x', at: new Date(), body, secret: newSecret() })

test.each([
  [{}, 'UNSIGNED', 'webhook-id and webhook-timestamp and webhook-signature are missing.'],
  [{ ...good, 'webhook-id': '' }, 'UNSIGNED', 'webhook-id is missing.'],
  [
    { ...good, 'webhook-signature': '', 'webhook-timestamp': `${now}000` },
    'UNSIGNED',
    /^webhook-signature is missing\. webhook-timestamp is "\d+", which looks like milliseconds; expected are whole seconds since 1970, such as \d{10}\.$/,
  ],
  [
    { ...good, 'webhook-timestamp': `${now}000` },
    'BAD_HEADERS',
    /looks like milliseconds; expected are whole seconds/,
  ],
  [{ ...good, 'webhook-timestamp': `${now}000000` }, 'BAD_HEADERS', /a smaller unit than seconds/],
  [{ ...good, 'webhook-timestamp': `${now}.5` }, 'BAD_HEADERS', /which has a fraction/],
  [
    { ...good, 'webhook-timestamp': '2026-11-28T10:00:00Z' },
    'BAD_HEADERS',
    /"2026-11-28T10:00:00Z", which looks like a date/,
  ],
  [
    { ...good, 'webhook-timestamp': 'Sat, 28 Nov 2026 10:00:00 GMT' },
    'BAD_HEADERS',
    /which looks like a date/,
  ],
  [{ ...good, 'webhook-timestamp': '-5' }, 'BAD_HEADERS', /is "-5"/],
  [
    { ...good, 'webhook-timestamp': String(now - 3600) },
    'STALE',
    /is 1 h.* behind our clock, more than 5 minutes/,
  ],
  [{ ...good, 'webhook-timestamp': String(now + 600) }, 'STALE', /min.* ahead of our clock/],
  [
    { ...good, 'webhook-id': 'x'.repeat(257) },
    'BAD_HEADERS',
    'webhook-id has 257 characters; at most 256 are taken.',
  ],
  [
    { ...good, 'webhook-signature': `sha256=${'ab'.repeat(32)}` },
    'BAD_HEADERS',
    /no part that begins with v1,/,
  ],
  [
    { ...good, 'webhook-signature': `v1,${'ab'.repeat(32)}` },
    'BAD_HEADERS',
    /is hexadecimal; expected is v1,<base64/,
  ],
  [{ ...good, 'webhook-signature': 'v1,AAAA' }, 'BAD_HEADERS', /stands for 3 bytes, not 32/],
  [{ ...good, 'webhook-signature': 'x'.repeat(1025) }, 'BAD_HEADERS', /has 1025 characters; at most 1024/],
])('headers %j are %s, with an explanation', (headers, why, said) => {
  const signer = signerOf({ headers: new Headers(headers) }, Buffer.from(body), 'RouteA')
  expect(signer).toEqual({ why, detail: typeof said === 'string' ? said : expect.stringMatching(said) })
})

test("during a flood other providers' secrets are no longer tried", () => {
  const reasons = Array.from({ length: 100 }, () => signedWith(ofOther)).map(
    (signer) => 'why' in signer && signer.why,
  )
  expect(reasons.filter((why) => why === 'FOREIGN_KEY').length).toBeLessThan(30)
  expect(reasons.at(-1)).toBe('BAD_SIGNATURE')
})
