import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { secretFingerprint, signMessage, verifyMessage } from './signature'

const secret = () => `whsec_${randomBytes(32).toString('base64')}`

function signed(options: { secret: string; at?: Date; body?: string }) {
  const { at = new Date(), body = '{"delivered":true}' } = options
  const headers = signMessage({ id: 'msg_1', at, body, secret: options.secret })
  return {
    body,
    headers: {
      id: headers['webhook-id'] ?? null,
      timestamp: headers['webhook-timestamp'] ?? null,
      signature: headers['webhook-signature'] ?? null,
    },
  }
}

const minutes = (count: number) => new Date(Date.now() + count * 60_000)

describe('a signature', () => {
  it('is accepted with its own secret, and identifies that secret', () => {
    const own = secret()
    const result = verifyMessage({ ...signed({ secret: own }), secrets: [secret(), own] })
    expect(result).toEqual({ ok: true, webhookId: 'msg_1', key: secretFingerprint(own) })
  })

  it('is refused with another secret', () => {
    expect(verifyMessage({ ...signed({ secret: secret() }), secrets: [secret()] })).toEqual({
      ok: false,
      why: 'BAD_SIGNATURE',
    })
  })

  it('is refused for another body', () => {
    const own = secret()
    const message = { ...signed({ secret: own }), body: '{"delivered":false}', secrets: [own] }
    expect(verifyMessage(message)).toMatchObject({ why: 'BAD_SIGNATURE' })
  })

  it.each([-6, 6])('is refused %i minutes away from now', (distance) => {
    const own = secret()
    const message = { ...signed({ secret: own, at: minutes(distance) }), secrets: [own] }
    expect(verifyMessage(message)).toEqual({ ok: false, why: 'STALE' })
  })

  it('is accepted four minutes away from now', () => {
    const own = secret()
    expect(verifyMessage({ ...signed({ secret: own, at: minutes(-4) }), secrets: [own] }).ok).toBe(true)
  })

  it.each([
    ['id', null],
    ['timestamp', '12e3'],
    ['timestamp', ' 1'],
    ['timestamp', '9'.repeat(40)],
    ['signature', ''],
    ['signature', 'x'.repeat(5000)],
    ['id', 'x'.repeat(300)],
  ])('is refused when its %s is %s', (name, value) => {
    const own = secret()
    const { body, headers } = signed({ secret: own })
    expect(verifyMessage({ body, headers: { ...headers, [name]: value }, secrets: [own] }).ok).toBe(false)
  })

  it.each(['v1,', 'v1', 'v2,AAAA', ',', 'v1,ÿÿ'])('is refused when it reads "%s"', (signature) => {
    const own = secret()
    const { body, headers } = signed({ secret: own })
    expect(verifyMessage({ body, headers: { ...headers, signature }, secrets: [own] }).ok).toBe(false)
  })
})

it('accepts exactly the messages that the signing library accepts', () => {
  const own = secret()
  const library = new Webhook(own)
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ minLength: 1 }),
      fc.boolean(),
      (body, id, changed) => {
        const at = new Date()
        const headers = signMessage({ id, at, body, secret: own })
        const sent = changed ? `${body} ` : body
        const ours = verifyMessage({
          headers: {
            id,
            timestamp: headers['webhook-timestamp'] ?? '',
            signature: headers['webhook-signature'] ?? '',
          },
          body: sent,
          secrets: [own],
        })
        const theirs = () => library.verify(sent, headers, { jsonParse: false })
        if (ours.ok) expect(theirs).not.toThrow()
        else expect(theirs).toThrow()
        expect(ours.ok).toBe(!changed)
      },
    ),
  )
})
