import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { secretFingerprint } from '@/lib/carrier/secrets'
import { signMessage } from '@/lib/carrier/signature'
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

test('both secrets are accepted while they are exchanged, and it is told which one signed', () => {
  expect(signedWith(newest)).toMatchObject({ key: secretFingerprint(newest), keyAge: 'newest' })
  expect(signedWith(older)).toMatchObject({ key: secretFingerprint(older), keyAge: 'older' })
})

test("a provider's only secret is told as that", () => {
  const headers = new Headers(signMessage({ id: 'x', at: new Date(), body, secret: ofOther }))
  expect(signerOf({ headers }, Buffer.from(body), 'RouteB')).toMatchObject({ keyAge: 'only' })
})

test('a provider that is not configured has no signature that holds', () => {
  const headers = new Headers(signMessage({ id: 'x', at: new Date(), body, secret: newSecret() }))
  expect(signerOf({ headers }, Buffer.from(body), 'RouteX')).toMatchObject({
    why: 'BAD_SIGNATURE',
    detail: expect.stringContaining('not configured here any more'),
  })
})

test('a refusal says what is wrong', () => {
  expect(signedWith(newest, new Date(0))).toMatchObject({ why: 'STALE' })
  expect(signerOf({ headers: new Headers() }, Buffer.from(body), 'RouteA')).toMatchObject({ why: 'UNSIGNED' })
  expect(signedWith(newSecret())).toMatchObject({ why: 'BAD_SIGNATURE' })
  expect(signedWith(ofOther)).toMatchObject({ why: 'FOREIGN_KEY' })
})

test('in a flood nobody is asked whose key it was', () => {
  const reasons = Array.from({ length: 100 }, () => signedWith(ofOther)).map(
    (signer) => 'why' in signer && signer.why,
  )
  expect(reasons.filter((why) => why === 'FOREIGN_KEY').length).toBeLessThan(30)
  expect(reasons.at(-1)).toBe('BAD_SIGNATURE')
})
