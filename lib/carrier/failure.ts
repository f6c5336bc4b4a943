/** Turns the failure of a request into a code, and tells whether the other side may have received it all the same. */
import type { ConnectionFailed, Fault, FaultCode } from '@/lib/packet/reason'
import { attemptWords } from '@/lib/packet/words'

/** How far a request had come. It can have arrived only if it was `sent`. */
export type Phase = 'looking up' | 'connecting' | 'handshake' | 'sent'

const timedOut: Record<Phase, FaultCode> = {
  'looking up': 'LOOK_UP_TIMEOUT',
  connecting: 'CONNECT_TIMEOUT',
  handshake: 'TLS_TIMEOUT',
  sent: 'ANSWER_TIMEOUT',
}

const brokenOff: Record<Phase, FaultCode> = {
  'looking up': 'NO_CONNECTION',
  connecting: 'CONNECTION_CLOSED',
  handshake: 'TLS_CLOSED',
  sent: 'CONNECTION_BROKEN',
}

const timeouts = new Set([
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
])
const breaks = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ENOTCONN', 'UND_ERR_SOCKET'])

/** These codes say everything. For all other ones the system's own code is kept, for a closer look. */
const known: Readonly<Record<string, FaultCode>> = {
  ECONNREFUSED: 'CONNECTION_REFUSED',
  ENOTFOUND: 'HOST_UNKNOWN',
  EAI_NONAME: 'HOST_UNKNOWN',
  EAI_NODATA: 'HOST_WITHOUT_ADDRESS',
  EHOSTUNREACH: 'HOST_UNREACHABLE',
  EHOSTDOWN: 'HOST_UNREACHABLE',
  ENETUNREACH: 'NETWORK_UNREACHABLE',
}

/**
 * With TLS 1.3 a carrier that requires a client certificate refuses the handshake only after the first bytes of the
 * request have left, and reads none of them.
 */
export function isRefusedHandshake(error: unknown): boolean {
  return /ALERT_/.test(codeOf(error) ?? '')
}

const recognised: readonly (readonly [RegExp, FaultCode])[] = [
  [/^EAI_/, 'LOOK_UP_FAILED'],
  [/^(EACCES|EPERM)$/, 'CONNECTION_NOT_PERMITTED'],
  [/^(ENETDOWN|EADDRNOTAVAIL|EAFNOSUPPORT)$/, 'NETWORK_UNAVAILABLE'],
  [/^(EMFILE|ENFILE|ENOBUFS|ENOMEM)$/, 'OUT_OF_CONNECTIONS'],
  [/^CERT_HAS_EXPIRED$/, 'CERTIFICATE_EXPIRED'],
  [/^CERT_NOT_YET_VALID$/, 'CERTIFICATE_NOT_YET_VALID'],
  [/^ERR_TLS_CERT_ALTNAME_/, 'CERTIFICATE_WRONG_HOST'],
  [/SELF_SIGNED/, 'CERTIFICATE_SELF_SIGNED'],
  [/^UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/, 'CERTIFICATE_ISSUER_UNKNOWN'],
  [/ALERT_(CERTIFICATE_REQUIRED|BAD_CERT|UNKNOWN_CA)/, 'CERTIFICATE_REQUIRED'],
  [/HANDSHAKE_FAILURE/, 'TLS_REFUSED'],
  [/CERT|^CRL_|^UNABLE_TO_|^INVALID_(CA|PURPOSE)|^PATH_LENGTH/, 'CERTIFICATE_NOT_TRUSTED'],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST/, 'TLS_NOT_SPOKEN'],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/, 'TLS_VERSION'],
  [/^(EPROTO|ERR_SSL_|ERR_TLS_)/, 'TLS_FAILED'],
  [/^HPE_HEADER_OVERFLOW$/, 'HEADERS_TOO_LONG'],
  [/^(HPE_|UND_ERR_)/, 'HTTP_INVALID'],
]

/**
 * The reason of a failed request, by its error and the phase that it had reached. Several addresses may have failed at
 * once.
 */
export function reasonOf(error: unknown, phase: Phase): ConnectionFailed {
  const [first = faultOf(error, phase), ...also] = faultsOf(error, phase)
  return { ...first, also }
}

/** All distinct faults in an error. */
function faultsOf(error: unknown, phase: Phase): Fault[] {
  if (!(error instanceof AggregateError) || isTimeout(error)) return [faultOf(error, phase)]
  const all = error.errors.flatMap((each) => faultsOf(each, phase))
  return all.filter(
    ({ code, errno }, index) => all.findIndex((each) => each.code === code && each.errno === errno) === index,
  )
}

function faultOf(error: unknown, phase: Phase): Fault {
  const unknown = phase === 'sent' ? 'REQUEST_FAILED' : 'CONNECT_FAILED'
  if (isTimeout(error)) return { code: timedOut[phase], errno: null }
  const errno = codeOf(error)
  if (errno === null) return { code: unknown, errno }
  if (timeouts.has(errno)) return { code: timedOut[phase], errno: null }
  if (breaks.has(errno)) return { code: brokenOff[phase], errno: null }
  const code = known[errno]
  if (code !== undefined) return { code, errno: null }
  const detail = tlsDetail(error, errno)
  const match = recognised.find(([pattern]) => pattern.test(errno) || pattern.test(detail))
  return { code: match?.[1] ?? unknown, errno }
}

/** Error codes that occur only before the first byte is sent. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOST|ENET|EACCES|EPERM|EADDRNOTAVAIL|EMFILE|ENFILE|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_|ERR_SSL_|EPROTO)|CERT|^UNABLE_TO_/

/** The reason in words for an error of `fetch`, which does not tell how far the connection had come. */
export function describeFailure(error: unknown): { reason: string; mayHaveArrived: boolean } {
  const code = codeOf(error)
  const mayHaveArrived = code === null || !neverConnected.test(code)
  const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error
  return { reason: attemptWords(reasonOf(cause, mayHaveArrived ? 'sent' : 'connecting')), mayHaveArrived }
}

/** The cause of a failed handshake is only in the message, such as "…:wrong version number:…". */
function tlsDetail(error: unknown, code: string): string {
  if (code !== 'EPROTO' || !(error instanceof Error)) return ''
  return error.message.toUpperCase().replaceAll(' ', '_')
}

/** Whether an established connection was broken off. */
export function isDisconnect(error: unknown): boolean {
  return breaks.has(codeOf(error) ?? '')
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
}

/** Looks for a code in the error and its causes. If several addresses fail at once, the error is an AggregateError. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || error instanceof DOMException) return null
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}
