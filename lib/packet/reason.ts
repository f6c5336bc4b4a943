/**
 * Why attempts, look-ups and deliveries went as they did, and why a packet waits: codes from closed lists with their
 * parameters. Ledger, events and store hold these; `words.ts` makes the sentences. Foreign texts among the parameters
 * have been cleaned and cut.
 */
import type { Operator } from './action'

/** How a connection to a provider failed. An unusual fault also has the system's own code, such as "EAI_AGAIN". */
export const faultCodes = [
  'LOOK_UP_TIMEOUT',
  'LOOK_UP_FAILED',
  'HOST_UNKNOWN',
  'HOST_WITHOUT_ADDRESS',
  'HOST_UNREACHABLE',
  'NETWORK_UNREACHABLE',
  'NETWORK_UNAVAILABLE',
  'CONNECTION_NOT_PERMITTED',
  'OUT_OF_CONNECTIONS',
  'CONNECT_TIMEOUT',
  'CONNECTION_REFUSED',
  'CONNECTION_CLOSED',
  'NO_CONNECTION',
  'CONNECT_FAILED',
  'TLS_TIMEOUT',
  'TLS_CLOSED',
  'TLS_REFUSED',
  'TLS_VERSION',
  'TLS_NOT_SPOKEN',
  'TLS_FAILED',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_NOT_YET_VALID',
  'CERTIFICATE_WRONG_HOST',
  'CERTIFICATE_SELF_SIGNED',
  'CERTIFICATE_ISSUER_UNKNOWN',
  'CERTIFICATE_NOT_TRUSTED',
  'CERTIFICATE_REQUIRED',
  'ANSWER_TIMEOUT',
  'CONNECTION_BROKEN',
  'HEADERS_TOO_LONG',
  'HTTP_INVALID',
  'REQUEST_FAILED',
] as const
export type FaultCode = (typeof faultCodes)[number]

export interface Fault {
  readonly code: FaultCode
  readonly errno: string | null
}

/** `also`: the other failures, if the host has several addresses. */
export type ConnectionFailed = Fault & { readonly also: readonly Fault[] }

/** The provider answered no: 4xx except 429, or a redirect with its target. */
export interface Rejected {
  readonly code: 'REJECTED'
  readonly status: number
  readonly redirect: string | null
}

export type Unreachable =
  | ConnectionFailed
  /** 1xx, 429 or 5xx. */
  | { readonly code: 'ERROR_STATUS'; readonly status: number }
  | { readonly code: 'NOT_CONFIGURED' }
  /** The hand-over itself failed, through no fault of the provider. */
  | { readonly code: 'HAND_OVER_FAILED'; readonly error: string }

type Ended =
  /** `graceMs`: the extra time given because of outages of ours. `outageWentOn`: the outage outlasted that. */
  | {
      readonly code: 'NO_RECEIPT'
      readonly withinMs: number
      readonly graceMs: number
      readonly outageWentOn: boolean
    }
  /** `words`: the provider's own. */
  | { readonly code: 'REFUSED'; readonly words: string | null }
  /** An operator knows that the packet was not delivered, or did not want to wait any longer. */
  | ({ readonly code: 'REFUSED_BY_HAND' | 'FAILED_OVER' } & Operator)
  | Rejected
  | Unreachable
  /** `by`: the provider that confirmed while this one was waited for. */
  | { readonly code: 'OVERTAKEN'; readonly by: string }
  /** The packet was canceled, expired or failed while the attempt was pending. */
  | { readonly code: 'CANCELED' | 'EXPIRED' | 'FAILED' }

/** Why an attempt ended unconfirmed. `RECALLED`: the packet may have arrived, but the provider agreed to stop it. */
export type AttemptReason = Ended | { readonly code: 'RECALLED'; readonly after: Ended }

export const attemptReasonCodes = [
  'NO_RECEIPT',
  'RECALLED',
  'REFUSED',
  'REFUSED_BY_HAND',
  'FAILED_OVER',
  'REJECTED',
  'ERROR_STATUS',
  ...faultCodes,
  'NOT_CONFIGURED',
  'HAND_OVER_FAILED',
  'OVERTAKEN',
  'CANCELED',
  'EXPIRED',
  'FAILED',
] as const satisfies readonly AttemptReason['code'][]

/** Why a route look-up failed. `WORKER_BUSY`: our worker had no time, so the routing service did not fail. */
export type LookupError =
  | { readonly code: 'ROUTING_ERROR'; readonly words: string }
  | { readonly code: 'WORKER_BUSY' }

export const lookupErrorCodes = [
  'ROUTING_ERROR',
  'WORKER_BUSY',
] as const satisfies readonly LookupError['code'][]

/**
 * Why no provider is handed the packet now. `outage`: none can be reached, so the fault is ours. `paused`: an operator
 * paused all sending, or it is resumed gradually. `unavailable`: providers are left, but none may be handed it yet.
 */
export type Wait =
  | { readonly why: 'outage'; readonly reason: Unreachable }
  | { readonly why: 'paused'; readonly hold: Hold }
  | { readonly why: 'unavailable'; readonly drained: readonly string[]; readonly broken: readonly string[] }

export const waitReasons = ['outage', 'paused', 'unavailable'] as const satisfies readonly Wait['why'][]
export type WaitReason = Wait['why']

/** `words`: the operator's. `percent` of the packets go now, this one in about `inMs`. */
export type Hold =
  | { readonly is: 'paused'; readonly words: string }
  | { readonly is: 'resuming'; readonly percent: number; readonly inMs: number }

export type FailureReason =
  | { readonly code: 'ROUTING_GAVE_UP'; readonly tries: number; readonly error: LookupError }
  /** An error of ours. */
  | { readonly code: 'INTERNAL'; readonly error: string | null }
  /** The store was restored from a copy without the packet's contents. */
  | { readonly code: 'CONTENTS_LOST' }

export type CancelReason =
  /** `words`: the operator's; `who`: the name that the operator gave, null if none. */
  | { readonly code: 'CANCELED_BY_OPERATOR'; readonly words: string; readonly who: string | null }
  | { readonly code: 'CANCELED_IN_TEMPORAL' }

/** Why a delivery ended. */
export type EndReason =
  | { readonly code: 'DELIVERED' | 'NO_ROUTE' | 'EXPIRED' }
  | { readonly code: 'EXHAUSTED'; readonly attempts: number }
  | FailureReason
  | CancelReason

export const endReasonCodes = [
  'DELIVERED',
  'NO_ROUTE',
  'EXHAUSTED',
  'EXPIRED',
  'ROUTING_GAVE_UP',
  'INTERNAL',
  'CONTENTS_LOST',
  'CANCELED_BY_OPERATOR',
  'CANCELED_IN_TEMPORAL',
] as const satisfies readonly EndReason['code'][]
