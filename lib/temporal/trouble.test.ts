import { createSecureServer, createServer, type Http2Server } from 'node:http2'
import { type AddressInfo, createServer as createPlain, type Server, type Socket } from 'node:net'
import { createServer as createTls, type TlsOptions } from 'node:tls'
import { generate } from 'selfsigned'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { TemporalSettings } from './settings'
import { explainTrouble } from './trouble'

let cert: string
let key: string
let expired: Awaited<ReturnType<typeof generate>>
const open: Server[] = []
const sockets = new Set<Socket>()

beforeAll(async () => {
  const subject = [{ name: 'commonName', value: 'temporal.example.com' }]
  ;({ cert, private: key } = await generate(subject, { algorithm: 'sha256' }))
  const [notBeforeDate, notAfterDate] = [new Date('2001-01-01'), new Date('2002-01-01')]
  expired = await generate(subject, { algorithm: 'sha256', notBeforeDate, notAfterDate })
})

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done))))
})

async function listen(server: Server | Http2Server): Promise<string> {
  open.push(server as Server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

type Tls = TemporalSettings['connectionOptions']['tls']

const silence = Object.assign(new Error('4 DEADLINE_EXCEEDED: Deadline exceeded'), { code: 4 })

function explain(address: string, tls?: Tls, error: unknown = silence): Promise<string> {
  const connectionOptions = tls === undefined ? { address } : { address, tls }
  return explainTrouble(error, { connectionOptions, namespace: 'parcels' })
}

/** A server that speaks TLS but never sends data. */
const mute = (options: TlsOptions = { cert, key }) =>
  createTls({ ...options, ALPNProtocols: ['h2'] }, () => {})

test('nothing listens there', async () => {
  const address = await listen(createPlain())
  await new Promise((done) => open.pop()?.close(done))
  expect(await explain(address)).toBe(
    `Temporal at ${address} cannot be reached: nothing listens there; start the server, or correct TEMPORAL_ADDRESS.`,
  )
})

test('a name that nothing resolves', async () => {
  expect(await explain('nowhere.invalid:7233')).toMatch(/its host name cannot be resolved .*TEMPORAL_ADDRESS/)
})

test('TLS to a server without TLS, required by a setting or by an API key alone', async () => {
  const address = await listen(createServer())
  expect(await explain(address, true)).toMatch(/speaks no TLS, .*set TEMPORAL_TLS=false/)
  const byKey = { connectionOptions: { address, apiKey: 'k' }, namespace: 'parcels' }
  expect(await explainTrouble(silence, byKey)).toMatch(/speaks no TLS, .*TEMPORAL_API_KEY/)
})

test('no TLS to a server that requires it', async () => {
  expect(await explain(await listen(createSecureServer({ cert, key })))).toMatch(
    /speaks TLS only; set TEMPORAL_TLS=true/,
  )
})

test('a certificate that is not trusted, is for another name, or is not valid today', async () => {
  const address = await listen(mute())
  expect(await explain(address, true)).toMatch(/is not trusted .*TEMPORAL_TLS_SERVER_CA_CERT_PATH/)
  const serverRootCACertificate = Buffer.from(cert)
  expect(await explain(address, { serverRootCACertificate, serverNameOverride: 'other.example' })).toMatch(
    /is for another name; .*TEMPORAL_TLS_SERVER_NAME/,
  )
  const old = await listen(mute({ cert: expired.cert, key: expired.private }))
  expect(
    await explain(old, {
      serverRootCACertificate: Buffer.from(expired.cert),
      serverNameOverride: 'temporal.example.com',
    }),
  ).toMatch(/is not valid at .*clock/)
})

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a client certificate that is missing, with %s',
  async (version) => {
    const address = await listen(
      mute({ cert, key, ca: cert, requestCert: true, minVersion: version, maxVersion: version }),
    )
    const tls = {
      serverRootCACertificate: Buffer.from(cert),
      serverNameOverride: 'temporal.example.com',
    }
    expect(await explain(address, tls)).toMatch(/wants a client certificate .*TEMPORAL_TLS_CLIENT_CERT_PATH/)
  },
)

test.each([
  ['says nothing', () => {}, /says nothing within 3 s/],
  ['hangs up', (socket: Socket) => socket.destroy(), /does not speak as Temporal does/],
  ['serves pages', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), /not of its pages\.$/],
])('something else listens there, which %s', async (_what, answer, words) => {
  expect(await explain(await listen(createPlain(answer)))).toMatch(words)
})

test.each([
  [5, 'Namespace parcels is not found.', /has no namespace "parcels"; correct TEMPORAL_NAMESPACE/],
  [16, 'Request unauthorized.', /does not accept the credentials; check TEMPORAL_API_KEY/],
  [7, 'Request unauthorized.', /does not let these credentials use namespace "parcels"/],
  [8, 'namespace rate limit exceeded', /is overloaded/],
  [12, 'unknown service', /is not a Temporal server/],
  [
    14,
    'CreateNamespace operation failed. Error: database or disk is full (13)',
    /its disk is full; free some space/,
  ],
  [2, 'odd', /accepts connections but gave an unexpected answer \(.*odd\); check its log/],
])('a server that answers %s (%s)', async (code, details, words) => {
  const address = await listen(createServer())
  const error = Object.assign(new Error(`${code} X: ${details}`), { code, details })
  expect(await explain(address, undefined, new Error('Failed', { cause: error }))).toMatch(words)
})

test('messages of the worker’s library when it cannot connect', async () => {
  const said =
    'Failed to call GetSystemInfo: code: \'The request does not have valid authentication credentials\', message: ""'
  expect(await explain('127.0.0.1:1', undefined, new Error(said))).toMatch(/check TEMPORAL_API_KEY/)
})
