/** If a hand-over was never sent, the packet is known not to have arrived, and the reason is given in words. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SecureVersion } from 'node:tls'
import { promisify } from 'node:util'
import { generate } from 'selfsigned'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { HandOverAnswer } from '@/lib/packet/events'
import { attemptWords } from '@/lib/packet/words'
import { reasonOf } from './failure'
import { handOver } from './hand-over'

const open: { server: Server; sockets: Set<Socket> }[] = []

afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** Resolves with the server's port on 127.0.0.1. */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)))
  open.push({ server, sockets })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function closedPort(): Promise<number> {
  const port = await listen(createServer())
  await new Promise((resolve) => open.pop()?.server.close(resolve))
  return port
}

/** The answer with its reason in words. */
function inWords(answer: HandOverAnswer): object {
  return 'reason' in answer ? { ...answer, reason: attemptWords(answer.reason) } : answer
}

async function hand(url: string, limitMs = 2_000): Promise<object> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const message = {
    packetId: 'p-1',
    attempt: 1,
    source: '+017771110000',
    destination: '+016660002222',
    contents: 'SGVsbG8=',
    callbackUrl: 'http://127.0.0.1:3000/api/callbacks/transmit',
    token: 'sealed-token-of-this-attempt',
    deadline: '2026-01-01T00:00:10.000Z',
  }
  return inWords((await handOver({ url, secret }, 'run-1.1', message, { limitMs })).answer)
}

function neverLeft(reason: string | RegExp) {
  const told = typeof reason === 'string' ? reason : expect.stringMatching(reason)
  return { kind: 'unreachable', status: null, latencyMs: null, mayHaveArrived: false, reason: told }
}

describe('nothing is sent without a connection', () => {
  it('to a port that is closed', async () => {
    expect(await hand(`http://127.0.0.1:${await closedPort()}/`)).toEqual(neverLeft('connection refused'))
  })

  it('to a name whose addresses are all closed', async () => {
    expect(await hand(`http://localhost:${await closedPort()}/`)).toEqual(neverLeft(/^connection refused/))
  })

  it('to a host without an address', async () => {
    expect(await hand('http://no-such-host.invalid/')).toEqual(
      neverLeft(/^its host name (is unknown|could not be)/),
    )
  })

  it('to an address that never answers, and time is left for another try', async () => {
    const started = performance.now()
    // Reserved for documentation (RFC 5737): no network delivers to this address.
    expect(await hand('http://192.0.2.1:9/', 1_000)).toMatchObject({
      kind: 'unreachable',
      mayHaveArrived: false,
    })
    expect(performance.now() - started).toBeLessThan(900)
  })
})

describe('nothing is sent if the TLS handshake fails', () => {
  it('because the server speaks plain HTTP', async () => {
    const port = await listen(createHttpServer((_, response) => response.end()))
    expect(await hand(`https://127.0.0.1:${port}/`)).toEqual(
      neverLeft(/^it does not speak TLS there \(\w+\)$/),
    )
  })

  it('because the server speaks another protocol', async () => {
    const port = await listen(createServer((socket) => socket.write('220 mail.example.com ESMTP\r\n')))
    expect(await hand(`https://127.0.0.1:${port}/`)).toEqual(
      neverLeft(/^it does not speak TLS there \(\w+\)$/),
    )
  })

  it('because the server says nothing', async () => {
    const port = await listen(createServer())
    expect(await hand(`https://127.0.0.1:${port}/`, 500)).toEqual(
      neverLeft('its TLS handshake was not over in time'),
    )
  })

  it.each<[string, (socket: Socket) => void]>([
    ['closed at once', (socket) => socket.end()],
    ['reset at once', (socket) => socket.resetAndDestroy()],
    ['closed after the first message', (socket) => socket.once('data', () => socket.end())],
    ['reset after the first message', (socket) => socket.once('data', () => socket.resetAndDestroy())],
  ])('because the connection is %s', async (_, act) => {
    const port = await listen(createServer(act))
    expect(await hand(`https://127.0.0.1:${port}/`)).toEqual(
      neverLeft(/^it broke off the (TLS handshake|connection at once)$/),
    )
  })
})

describe('a certificate', () => {
  const day = 86_400_000
  let authority: { cert: string; private: string }
  let trusted: string
  let received = 0

  beforeAll(async () => {
    authority = await generate([{ name: 'commonName', value: 'Test Authority' }], {
      algorithm: 'sha256',
      keyType: 'ec',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'keyUsage', keyCertSign: true },
      ],
    })
    trusted = join(mkdtempSync(join(tmpdir(), 'waybill-authority-')), 'ca.pem')
    writeFileSync(trusted, authority.cert)
  })

  interface Wanted {
    signed?: 'by itself'
    host?: string
    /** Days from now. */
    from?: number
    until?: number
    maxVersion?: SecureVersion
    wantsOurs?: true
  }

  /** Starts a carrier with such a certificate and resolves with its address. */
  async function carrierWith({
    signed,
    host,
    from = -1,
    until = 1,
    maxVersion,
    wantsOurs,
  }: Wanted): Promise<string> {
    const pem = await generate([{ name: 'commonName', value: host ?? 'localhost' }], {
      algorithm: 'sha256',
      keyType: 'ec',
      notBeforeDate: new Date(Date.now() + from * day),
      notAfterDate: new Date(Date.now() + until * day),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host ?? 'localhost' }] }],
      ...(signed !== 'by itself' && { ca: { key: authority.private, cert: authority.cert } }),
    })
    received = 0
    const options = {
      key: pem.private,
      cert: pem.cert,
      ...(wantsOurs && { requestCert: true, ca: authority.cert }),
      ...(maxVersion && { maxVersion, minVersion: 'TLSv1' as const, ciphers: 'ALL:@SECLEVEL=0' }),
    }
    const server = createHttpsServer(options, (_, response) => {
      received += 1
      response.writeHead(202).end()
    })
    return `https://localhost:${await listen(server)}/`
  }

  /** Hands over from a process that trusts our test authority. */
  async function handFromChild(url: string): Promise<HandOverAnswer> {
    const script = join(import.meta.dirname, 'test-support', 'in-child.ts')
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: trusted }
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, url, '5000'], {
      env,
    })
    return JSON.parse(stdout).answer
  }

  it.each<[string, Wanted, RegExp]>([
    ['has expired', { until: -0.5 }, /^its certificate has expired/],
    ['is not valid yet', { from: 0.5 }, /^its certificate is not valid yet/],
    ['is for another host', { host: 'other.example.com' }, /^its certificate is for another host name/],
    ['is signed by itself', { signed: 'by itself' }, /^its certificate is signed by itself/],
    [
      'comes with an old version of TLS',
      { maxVersion: 'TLSv1.1' },
      /^it speaks no version of TLS that is used here/,
    ],
    ['asks for one of ours', { wantsOurs: true }, /^it wants a certificate from this side/],
    [
      'asks for one of ours in TLS 1.2',
      { wantsOurs: true, maxVersion: 'TLSv1.2' },
      /^it refused the TLS handshake/,
    ],
  ])(
    'that %s prevents the hand-over',
    async (_, wanted, reason) => {
      expect(inWords(await handFromChild(await carrierWith(wanted)))).toEqual(neverLeft(reason))
      expect(received).toBe(0)
    },
    20_000,
  )

  it('of an unknown issuer prevents the hand-over', async () => {
    expect(await hand(await carrierWith({}))).toEqual(
      neverLeft(/^its certificate's issuer is not known here/),
    )
    expect(received).toBe(0)
  })

  it('that is valid allows the hand-over', async () => {
    expect(await handFromChild(await carrierWith({}))).toMatchObject({ kind: 'accepted', status: 202 })
    expect(received).toBe(1)
  }, 20_000)
})

describe('a reason', () => {
  const failing = (code: string) => Object.assign(new Error('message'), { code })

  it.each([
    ['ENOTFOUND', 'its host name is unknown'],
    ['EAI_AGAIN', 'its host name could not be looked up (EAI_AGAIN)'],
    ['EAI_FAIL', 'its host name could not be looked up (EAI_FAIL)'],
    ['ETIMEDOUT', 'no connection in time'],
    ['EHOSTUNREACH', 'no way to its host'],
    ['ENETUNREACH', 'no way to its network'],
    ['ENETDOWN', "this machine's network has no way to connect there (ENETDOWN)"],
    ['EADDRNOTAVAIL', "this machine's network has no way to connect there (EADDRNOTAVAIL)"],
    ['EACCES', 'this machine may not connect there (EACCES)'],
    ['EPERM', 'this machine may not connect there (EPERM)'],
    ['EMFILE', 'this machine has no room for another connection (EMFILE)'],
    ['ENEW', 'no connection could be made (ENEW)'],
  ])('for %s is "%s"', (code, words) => {
    expect(attemptWords(reasonOf(failing(code), 'connecting'))).toBe(words)
  })

  it('for several addresses names each kind of failure once', () => {
    const errors = ['ECONNREFUSED', 'ETIMEDOUT', 'ECONNREFUSED'].map(failing)
    expect(attemptWords(reasonOf(new AggregateError(errors), 'connecting'))).toBe(
      'connection refused, no connection in time',
    )
  })

  it('is never a bare code', () => {
    for (const code of ['HPE_INVALID_CONSTANT', 'UND_ERR_BODY_TIMEOUT', 'ERR_INVALID_ARG', 'EBUSY']) {
      for (const phase of ['looking up', 'connecting', 'handshake', 'sent'] as const) {
        expect(attemptWords(reasonOf(failing(code), phase))).toMatch(/^[a-z][a-z' ]{9,}.* \([A-Z_]+\)$/)
      }
    }
  })
})
