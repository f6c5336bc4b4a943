/** Why a request got no answer, in words, and whether the other side may have got it all the same. */

interface Failure {
  reason: string
  mayHaveArrived: boolean
}

/** How far a connection had come; only what is `sent` can have arrived. */
export type Phase = 'looking up' | 'connecting' | 'handshake' | 'sent'

const timedOut: Record<Phase, string> = {
  'looking up': 'its host name could not be looked up in time',
  connecting: 'no connection in time',
  handshake: 'its TLS handshake was not over in time',
  sent: 'no answer in time',
}

const brokenOff: Record<Phase, string> = {
  'looking up': 'no connection',
  connecting: 'it broke off the connection at once',
  handshake: 'it broke off the TLS handshake',
  sent: 'the connection broke',
}

const timeouts = new Set([
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
])
const breaks = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ENOTCONN', 'UND_ERR_SOCKET'])

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'its host name is unknown',
  EAI_NONAME: 'its host name is unknown',
  EAI_NODATA: 'its host name has no address',
  EHOSTUNREACH: 'no way to its host',
  EHOSTDOWN: 'no way to its host',
  ENETUNREACH: 'no way to its network',
}

/**
 * With TLS 1.3 a carrier that wants a certificate of ours says so only after the first bytes have left, and reads none
 * of them.
 */
export function isRefusedHandshake(error: unknown): boolean {
  return /ALERT_/.test(codeOf(error) ?? '')
}

/** The code stands behind these, for a closer look. */
const codedWords: readonly (readonly [RegExp, string])[] = [
  [/^EAI_/, 'its host name could not be looked up'],
  [/^(EACCES|EPERM)$/, 'this machine may not connect there'],
  [/^(ENETDOWN|EADDRNOTAVAIL|EAFNOSUPPORT)$/, "this machine's network has no way to connect there"],
  [/^(EMFILE|ENFILE|ENOBUFS|ENOMEM)$/, 'this machine has no room for another connection'],
  [/^CERT_HAS_EXPIRED$/, 'its certificate has expired'],
  [/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet'],
  [/^ERR_TLS_CERT_ALTNAME_/, 'its certificate is for another host name'],
  [/SELF_SIGNED/, 'its certificate is signed by itself'],
  [/^UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/, "its certificate's issuer is not known here"],
  [/ALERT_(CERTIFICATE_REQUIRED|BAD_CERT|UNKNOWN_CA)/, 'it wants a certificate from this side'],
  [/HANDSHAKE_FAILURE/, 'it refused the TLS handshake'],
  [/CERT|^CRL_|^UNABLE_TO_|^INVALID_(CA|PURPOSE)|^PATH_LENGTH/, 'its certificate is not trusted'],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST/, 'it does not speak TLS there'],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/, 'it speaks no version of TLS that is used here'],
  [/^(EPROTO|ERR_SSL_|ERR_TLS_)/, 'the TLS handshake failed'],
  [/^HPE_HEADER_OVERFLOW$/, "its answer's headers are too long"],
  [/^(HPE_|UND_ERR_)/, 'its answer is not valid HTTP'],
]

/** Takes what ended a request, and how far it had come. */
export function reasonOf(error: unknown, phase: Phase): string {
  if (isTimeout(error)) return timedOut[phase]
  // Several addresses that failed at once; each of their reasons counts once.
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map((each) => reasonOf(each, phase)))].join(', ')
  }
  const code = codeOf(error)
  if (code === null) return phase === 'sent' ? 'the request failed' : 'no connection could be made'
  if (timeouts.has(code)) return timedOut[phase]
  if (breaks.has(code)) return brokenOff[phase]
  const told = words[code]
  if (told !== undefined) return told
  const coded = codedWords.find(
    ([pattern]) => pattern.test(code) || pattern.test(tlsDetail(error, code)),
  )?.[1]
  const unknown = phase === 'sent' ? 'the request failed' : 'no connection could be made'
  return `${coded ?? unknown} (${code})`
}

/** Failures before the first byte could be sent. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOST|ENET|EACCES|EPERM|EADDRNOTAVAIL|EMFILE|ENFILE|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_|ERR_SSL_|EPROTO)|CERT|^UNABLE_TO_/

/** The same of what `fetch` throws, which tells nothing of the connection. */
export function describeFailure(error: unknown): Failure {
  const code = codeOf(error)
  const mayHaveArrived = code === null || !neverConnected.test(code)
  const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error
  return { reason: reasonOf(cause, mayHaveArrived ? 'sent' : 'connecting'), mayHaveArrived }
}

/** What went wrong in a handshake stands in the message alone, such as "…:wrong version number:…". */
function tlsDetail(error: unknown, code: string): string {
  if (code !== 'EPROTO' || !(error instanceof Error)) return ''
  return error.message.toUpperCase().replaceAll(' ', '_')
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
}

/** Looks through the causes; several addresses failing at once come as an AggregateError. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || error instanceof DOMException) return null
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}
