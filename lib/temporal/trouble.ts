/**
 * Explains in one sentence why Temporal is not available and what to do. The libraries distinguish failed connections
 * only in part and each in its own words, so this module tries the address itself.
 */
import { connect, isIP } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { grpc } from './grpc'
import type { TemporalSettings } from './settings'

/** The worker's library reports these codes in words, and only if it cannot connect. */
const inWords: readonly [RegExp, number][] = [
  [/valid authentication credentials/, grpc.UNAUTHENTICATED],
  [/does not have permission/, grpc.PERMISSION_DENIED],
  [/not implemented or not supported/, grpc.UNIMPLEMENTED],
  [/resource has been exhausted/, grpc.RESOURCE_EXHAUSTED],
]

const answerLimitMs = 3000

/** Messages of SQLite (4874: no room for its shared memory), Go and Node for a full disk. */
export function saysDiskIsFull(text: string): boolean {
  return /database or disk is full|disk I\/O error \(4874\)|no space left on device|disk quota exceeded|file too large|\b(ENOSPC|EDQUOT|EFBIG)\b/i.test(
    text,
  )
}

/** @param error the error of a call to Temporal */
export async function explainTrouble(error: unknown, settings: TemporalSettings): Promise<string> {
  const { address } = settings.connectionOptions
  const said = messageOf(error)
  if (saysDiskIsFull(said)) {
    return `Temporal at ${address} cannot store anything because its disk is full; free some space there.`
  }
  const code = codeOf(error) ?? inWords.find(([words]) => words.test(said))?.[1]
  return answered(code, said, settings) ?? (await tried(settings)) ?? unexplained(address, said)
}

function answered(code: number | undefined, said: string, settings: TemporalSettings): string | null {
  const { namespace, connectionOptions } = settings
  const { address } = connectionOptions
  switch (code) {
    case grpc.NOT_FOUND:
      if (!/namespace/i.test(said)) return null
      return `Temporal at ${address} has no namespace "${namespace}"; correct TEMPORAL_NAMESPACE, or create it with "npm run setup".`
    case grpc.UNAUTHENTICATED:
      return `Temporal at ${address} does not accept the credentials; check TEMPORAL_API_KEY, or TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH.`
    case grpc.PERMISSION_DENIED:
      return `Temporal at ${address} does not let these credentials use namespace "${namespace}"; check TEMPORAL_NAMESPACE and TEMPORAL_API_KEY, or ask its administrator.`
    case grpc.RESOURCE_EXHAUSTED:
      return `Temporal at ${address} is overloaded; try again later, or raise its limits.`
    case grpc.UNIMPLEMENTED:
      return `What answers at ${address} is not a Temporal server; correct TEMPORAL_ADDRESS.`
    default:
      return null
  }
}

function unexplained(address: string, said: string): string {
  return `Temporal at ${address} accepts connections but gave an unexpected answer (${said}); check its log.`
}

type Tls = TemporalSettings['connectionOptions']['tls']

/** Null if a connection as configured is answered, which means that the address is right. */
async function tried({ connectionOptions }: TemporalSettings): Promise<string | null> {
  const { address, tls, apiKey } = connectionOptions
  // Like both libraries, an API key alone turns TLS on.
  const asked: Tls = tls ?? (apiKey ? true : undefined)
  const found = await tryOnce(address, asked)
  if (found === ANSWERED) return null
  const words = unreachable(found, address)
  if (words !== null) return words
  if (found === SILENT) return stranger(found, address)
  if (asked) {
    if ((await tryOnce(address, false)) === ANSWERED) {
      return `Temporal at ${address} speaks no TLS, which TEMPORAL_TLS, a certificate or TEMPORAL_API_KEY asks for; set TEMPORAL_TLS=false, or correct TEMPORAL_ADDRESS.`
    }
    return refusedTls(found, address)
  }
  const overTls = await tryOnce(address, true)
  if (overTls === ANSWERED || isAboutCertificate(overTls)) {
    return `Temporal at ${address} speaks TLS only; set TEMPORAL_TLS=true, or correct TEMPORAL_ADDRESS.`
  }
  return stranger(found, address)
}

const ANSWERED = 'answered'
const SILENT = 'silent'
const UNCONNECTED = 'unconnected'

/**
 * The start of an HTTP/2 connection: the client preface, then an empty SETTINGS frame. A server sends its own SETTINGS.
 */
const greeting = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
])
const SETTINGS_FRAME = 4

/** The error code of the connection, or one of the constants above. */
function tryOnce(address: string, tls: Tls): Promise<string> {
  const { hostname, port } = new URL(`http://${address}`)
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) }
  return new Promise((done) => {
    let connected = false
    const socket = tls ? connectTls({ ...place, ...tlsOptions(tls, place.host) }) : connect(place)
    const end = (found: string) => {
      clearTimeout(limit)
      socket.destroy()
      done(found)
    }
    const limit = setTimeout(() => end(connected ? SILENT : UNCONNECTED), answerLimitMs)
    socket.once('connect', () => {
      connected = true
    })
    socket.once(tls ? 'secureConnect' : 'connect', () => socket.write(greeting))
    socket.once('data', (data: Buffer) => end(data[3] === SETTINGS_FRAME ? ANSWERED : 'EPROTO'))
    socket.once('error', (error) => end(systemCode(error)))
    socket.once('close', () => end('ECONNRESET'))
  })
}

function tlsOptions(tls: Tls, host: string): ConnectionOptions {
  const set = typeof tls === 'object' && tls !== null ? tls : {}
  const servername = set.serverNameOverride ?? (isIP(host) === 0 ? host : undefined)
  return {
    ALPNProtocols: ['h2'],
    ...(servername !== undefined && { servername }),
    ...(set.serverRootCACertificate && { ca: Buffer.from(set.serverRootCACertificate) }),
    ...(set.clientCertPair && {
      cert: Buffer.from(set.clientCertPair.crt),
      key: Buffer.from(set.clientCertPair.key),
    }),
  }
}

/** If several addresses of a name fail, the error is an AggregateError with the code of one of them. */
function systemCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

function unreachable(code: string, address: string): string | null {
  switch (code) {
    case 'ECONNREFUSED':
      return `Temporal at ${address} cannot be reached: nothing listens there; start the server, or correct TEMPORAL_ADDRESS.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `Temporal at ${address} cannot be reached: its host name cannot be resolved (${code}); correct TEMPORAL_ADDRESS, or the name resolution of this machine.`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return `Temporal at ${address} cannot be reached: this machine has no way there (${code}); correct TEMPORAL_ADDRESS, or check the network.`
    case 'ETIMEDOUT':
    case UNCONNECTED:
      return `Temporal at ${address} cannot be reached: no connection within ${answerLimitMs / 1000} s; check TEMPORAL_ADDRESS and the firewalls on the way.`
    default:
      return null
  }
}

function isAboutCertificate(code: string): boolean {
  return /CERT|SIGNATURE/.test(code)
}

/** The server speaks TLS, but it refuses our certificate or we do not trust its certificate. */
function refusedTls(code: string, address: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `The certificate of Temporal at ${address} is for another name; correct TEMPORAL_ADDRESS, or set TEMPORAL_TLS_SERVER_NAME to the name in it.`
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return `The certificate of Temporal at ${address} is not valid at ${new Date().toISOString()} (${code}); correct the clock of this machine, or have the certificate renewed.`
  }
  if (/ALERT.*(CERTIFICATE|HANDSHAKE_FAILURE|UNKNOWN_CA)/.test(code)) {
    return `Temporal at ${address} wants a client certificate that it knows (${code}); set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH.`
  }
  if (isAboutCertificate(code)) {
    return `The certificate of Temporal at ${address} is not trusted (${code}); set TEMPORAL_TLS_SERVER_CA_CERT_PATH to its authority's certificate.`
  }
  return stranger(code, address)
}

function stranger(code: string, address: string): string {
  const how =
    code === SILENT
      ? `says nothing within ${answerLimitMs / 1000} s`
      : `does not speak as Temporal does (${code})`
  return `What listens at ${address} ${how}; check that TEMPORAL_ADDRESS has the port of the Temporal server, not of its pages.`
}

function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  return 'code' in error && typeof error.code === 'number' ? error.code : codeOf(error.cause)
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`
}
