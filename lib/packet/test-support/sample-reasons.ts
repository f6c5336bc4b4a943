/** One reason for every code; a new code does not compile without one. */
import type { RouteChoice } from '../choice'
import type { AttemptReason, ConnectionFailed, EndReason, FaultCode, LookupError, Wait } from '../reason'

const noReceipt = { code: 'NO_RECEIPT', withinMs: 10_000, graceMs: 0, outageWentOn: false } as const

function failed(code: FaultCode): ConnectionFailed {
  return { code, errno: 'EAI_AGAIN', also: [{ code: 'CONNECT_TIMEOUT', errno: null }] }
}

export const attemptReasons: Record<AttemptReason['code'], AttemptReason> = {
  NO_RECEIPT: noReceipt,
  RECALLED: { code: 'RECALLED', after: { ...noReceipt, graceMs: 30_000, outageWentOn: true } },
  REFUSED: { code: 'REFUSED', words: null },
  REFUSED_BY_HAND: { code: 'REFUSED_BY_HAND', who: 'Ada', reason: 'they called' },
  FAILED_OVER: { code: 'FAILED_OVER', who: null, reason: 'the customer waits' },
  REJECTED: { code: 'REJECTED', status: 302, redirect: 'https://sms.example.com/v2' },
  ERROR_STATUS: { code: 'ERROR_STATUS', status: 503 },
  LOOK_UP_TIMEOUT: failed('LOOK_UP_TIMEOUT'),
  LOOK_UP_FAILED: failed('LOOK_UP_FAILED'),
  HOST_UNKNOWN: failed('HOST_UNKNOWN'),
  HOST_WITHOUT_ADDRESS: failed('HOST_WITHOUT_ADDRESS'),
  HOST_UNREACHABLE: failed('HOST_UNREACHABLE'),
  NETWORK_UNREACHABLE: failed('NETWORK_UNREACHABLE'),
  NETWORK_UNAVAILABLE: failed('NETWORK_UNAVAILABLE'),
  CONNECTION_NOT_PERMITTED: failed('CONNECTION_NOT_PERMITTED'),
  OUT_OF_CONNECTIONS: failed('OUT_OF_CONNECTIONS'),
  CONNECT_TIMEOUT: failed('CONNECT_TIMEOUT'),
  CONNECTION_REFUSED: failed('CONNECTION_REFUSED'),
  CONNECTION_CLOSED: failed('CONNECTION_CLOSED'),
  NO_CONNECTION: failed('NO_CONNECTION'),
  CONNECT_FAILED: failed('CONNECT_FAILED'),
  TLS_TIMEOUT: failed('TLS_TIMEOUT'),
  TLS_CLOSED: failed('TLS_CLOSED'),
  TLS_REFUSED: failed('TLS_REFUSED'),
  TLS_VERSION: failed('TLS_VERSION'),
  TLS_NOT_SPOKEN: failed('TLS_NOT_SPOKEN'),
  TLS_FAILED: failed('TLS_FAILED'),
  CERTIFICATE_EXPIRED: failed('CERTIFICATE_EXPIRED'),
  CERTIFICATE_NOT_YET_VALID: failed('CERTIFICATE_NOT_YET_VALID'),
  CERTIFICATE_WRONG_HOST: failed('CERTIFICATE_WRONG_HOST'),
  CERTIFICATE_SELF_SIGNED: failed('CERTIFICATE_SELF_SIGNED'),
  CERTIFICATE_ISSUER_UNKNOWN: failed('CERTIFICATE_ISSUER_UNKNOWN'),
  CERTIFICATE_NOT_TRUSTED: failed('CERTIFICATE_NOT_TRUSTED'),
  CERTIFICATE_REQUIRED: failed('CERTIFICATE_REQUIRED'),
  ANSWER_TIMEOUT: failed('ANSWER_TIMEOUT'),
  CONNECTION_BROKEN: failed('CONNECTION_BROKEN'),
  HEADERS_TOO_LONG: failed('HEADERS_TOO_LONG'),
  HTTP_INVALID: failed('HTTP_INVALID'),
  REQUEST_FAILED: failed('REQUEST_FAILED'),
  NOT_CONFIGURED: { code: 'NOT_CONFIGURED' },
  HAND_OVER_FAILED: { code: 'HAND_OVER_FAILED', error: 'a payload is too large' },
  OVERTAKEN: { code: 'OVERTAKEN', by: 'RouteB' },
  CANCELED: { code: 'CANCELED' },
  EXPIRED: { code: 'EXPIRED' },
  FAILED: { code: 'FAILED' },
}

export const lookupErrors: Record<LookupError['code'], LookupError> = {
  ROUTING_ERROR: { code: 'ROUTING_ERROR', words: 'IO Error: network disconnect' },
  WORKER_BUSY: { code: 'WORKER_BUSY' },
}

export const endReasons: Record<EndReason['code'], EndReason> = {
  DELIVERED: { code: 'DELIVERED' },
  NO_ROUTE: { code: 'NO_ROUTE' },
  EXHAUSTED: { code: 'EXHAUSTED', attempts: 1 },
  EXPIRED: { code: 'EXPIRED' },
  ROUTING_GAVE_UP: { code: 'ROUTING_GAVE_UP', tries: 3, error: lookupErrors.ROUTING_ERROR },
  INTERNAL: { code: 'INTERNAL', error: null },
  CONTENTS_LOST: { code: 'CONTENTS_LOST' },
  CANCELED_BY_OPERATOR: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
  CANCELED_IN_TEMPORAL: { code: 'CANCELED_IN_TEMPORAL' },
}

export const waits: Record<Wait['why'], readonly Wait[]> = {
  outage: [{ why: 'outage', reason: failed('CONNECTION_REFUSED') }],
  paused: [
    { why: 'paused', hold: { is: 'paused', words: 'maintenance' } },
    { why: 'paused', hold: { is: 'resuming', percent: 12, inMs: 4_200 } },
  ],
  unavailable: [
    { why: 'unavailable', drained: ['RouteA'], broken: [] },
    { why: 'unavailable', drained: [], broken: ['RouteA', 'RouteB'] },
  ],
}

const measured = { share: 0.97, medianMs: 1_800 }

export const choices: Record<RouteChoice['by'], RouteChoice> = {
  order: { by: 'order', skipped: [{ provider: 'RouteB', why: 'drained' }], share: null, medianMs: null },
  quality: { by: 'quality', skipped: [{ provider: 'RouteB', why: 'breaker' }], ...measured },
  exploration: { by: 'exploration', skipped: [{ provider: 'RouteB', why: 'prefix' }], ...measured },
  service: { by: 'service', skipped: [], share: null, medianMs: null },
  fallback: { by: 'fallback', skipped: [], share: null, medianMs: null },
  operator: {
    by: 'operator',
    skipped: [{ provider: 'RouteB', why: 'skipped' }],
    share: null,
    medianMs: null,
  },
}
