/** What a failed request says about whether the other side may have got it. */

interface Failure {
  reason: string
  mayHaveArrived: boolean
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'its host name is unknown',
  EAI_AGAIN: 'its host name could not be looked up',
  EHOSTUNREACH: 'no way to its host',
  ENETUNREACH: 'no way to its network',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  EPIPE: 'the connection broke',
}

/** Failures before the first byte could be sent. */
const neverConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Takes what `fetch` throws: a time-out, or a TypeError whose cause carries a code. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof DOMException) return { reason: 'no answer in time', mayHaveArrived: true }
  const code = codeOf(error)
  if (code === null) return { reason: 'the request failed', mayHaveArrived: true }
  const isCertificate = code.includes('CERT') || code.startsWith('ERR_TLS')
  const reason = words[code] ?? (isCertificate ? `its certificate is not trusted (${code})` : code)
  return { reason, mayHaveArrived: !neverConnected.has(code) && !isCertificate }
}

/** Looks through the causes; several addresses failing at once come as an AggregateError. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}
