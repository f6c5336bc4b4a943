/** The words for every code: attempts, look-ups, waits, endings and choices. Made here and nowhere else. */
import type { ActionName, Operator } from './action'
import type { RouteChoice } from './choice'
import { formatDuration } from './duration'
import type { LedgerAction } from './ledger'
import type { PacketStatus } from './packet'
import type {
  AttemptReason,
  CancelReason,
  EndReason,
  FailureReason,
  Fault,
  FaultCode,
  Hold,
  LookupError,
  Wait,
  WaitReason,
} from './reason'

const faults: Record<FaultCode, string> = {
  LOOK_UP_TIMEOUT: 'its host name could not be looked up in time',
  LOOK_UP_FAILED: 'its host name could not be looked up',
  HOST_UNKNOWN: 'its host name is unknown',
  HOST_WITHOUT_ADDRESS: 'its host name has no address',
  HOST_UNREACHABLE: 'no way to its host',
  NETWORK_UNREACHABLE: 'no way to its network',
  NETWORK_UNAVAILABLE: "this machine's network has no way to connect there",
  CONNECTION_NOT_PERMITTED: 'this machine may not connect there',
  OUT_OF_CONNECTIONS: 'this machine has no room for another connection',
  CONNECT_TIMEOUT: 'no connection in time',
  CONNECTION_REFUSED: 'connection refused',
  CONNECTION_CLOSED: 'it broke off the connection at once',
  NO_CONNECTION: 'no connection',
  CONNECT_FAILED: 'no connection could be made',
  TLS_TIMEOUT: 'its TLS handshake was not over in time',
  TLS_CLOSED: 'it broke off the TLS handshake',
  TLS_REFUSED: 'it refused the TLS handshake',
  TLS_VERSION: 'it speaks no version of TLS that is used here',
  TLS_NOT_SPOKEN: 'it does not speak TLS there',
  TLS_FAILED: 'the TLS handshake failed',
  CERTIFICATE_EXPIRED: 'its certificate has expired',
  CERTIFICATE_NOT_YET_VALID: 'its certificate is not valid yet',
  CERTIFICATE_WRONG_HOST: 'its certificate is for another host name',
  CERTIFICATE_SELF_SIGNED: 'its certificate is signed by itself',
  CERTIFICATE_ISSUER_UNKNOWN: "its certificate's issuer is not known here",
  CERTIFICATE_NOT_TRUSTED: 'its certificate is not trusted',
  CERTIFICATE_REQUIRED: 'it wants a certificate from this side',
  ANSWER_TIMEOUT: 'no answer in time',
  CONNECTION_BROKEN: 'the connection broke',
  HEADERS_TOO_LONG: "its answer's headers are too long",
  HTTP_INVALID: 'its answer is not valid HTTP',
  REQUEST_FAILED: 'the request failed',
}

function faultWords({ code, errno }: Fault): string {
  return errno === null ? faults[code] : `${faults[code]} (${errno})`
}

/** "no receipt within 10 s", "refused: blocked number", "connection refused". */
export function attemptWords(reason: AttemptReason): string {
  switch (reason.code) {
    case 'NO_RECEIPT':
      return noReceipt(reason)
    case 'RECALLED':
      return `${attemptWords(reason.after)}, so it was recalled`
    case 'REFUSED':
      return reason.words === null ? 'refused' : `refused: ${reason.words}`
    case 'REFUSED_BY_HAND':
      return `refused by hand${byWhom(reason)}`
    case 'FAILED_OVER':
      return `failed over by hand${byWhom(reason)}`
    case 'REJECTED': {
      const answered = `it answered ${reason.status}`
      return reason.redirect === null
        ? answered
        : `${answered}, a redirect to ${reason.redirect}, which is not followed`
    }
    case 'ERROR_STATUS':
      return `it answered ${reason.status}`
    case 'NOT_CONFIGURED':
      return 'it is not configured any more'
    case 'HAND_OVER_FAILED':
      return reason.error
    case 'OVERTAKEN':
      return `${reason.by} confirmed first`
    case 'CANCELED':
      return 'Canceled'
    case 'EXPIRED':
      return 'The packet expired'
    case 'FAILED':
      return 'The delivery failed'
    default:
      return [...new Set([reason, ...reason.also].map(faultWords))].join(', ')
  }
}

/** " (Ada: the customer waits)". */
function byWhom({ who, reason }: Operator): string {
  return who === null ? ` (${reason})` : ` (${who}: ${reason})`
}

type NoReceipt = Extract<AttemptReason, { code: 'NO_RECEIPT' }>

function noReceipt({ withinMs, graceMs, outageWentOn }: NoReceipt): string {
  const inTime = `no receipt within ${formatDuration(withinMs)}`
  if (graceMs === 0) return inTime
  const inGrace = `${inTime}, nor in ${formatDuration(graceMs)} of grace after an outage of ours`
  return outageWentOn ? `${inGrace}, which went on` : inGrace
}

export function lookupWords(error: LookupError): string {
  switch (error.code) {
    case 'ROUTING_ERROR':
      return error.words
    case 'WORKER_BUSY':
      return 'the worker had no time for it'
  }
}

/** Why a packet waits: "all sending is paused". */
export const waitCauses: Record<WaitReason, string> = {
  outage: 'no provider can be reached',
  paused: 'all sending is paused',
  unavailable: 'no provider may be handed it',
}

/** The details of a wait: "maintenance", "RouteA is drained, RouteB’s breaker is open". */
export function waitDetail(wait: Wait): string {
  switch (wait.why) {
    case 'outage':
      return attemptWords(wait.reason)
    case 'paused':
      return holdWords(wait.hold)
    case 'unavailable':
      return unavailableWords(wait)
  }
}

function holdWords(hold: Hold): string {
  if (hold.is === 'paused') return hold.words
  return `resuming gradually, ${hold.percent} % of packets go now, this one in about ${formatDuration(hold.inMs)}`
}

export function unavailableWords({
  drained,
  broken,
}: Pick<Extract<Wait, { why: 'unavailable' }>, 'drained' | 'broken'>): string {
  const held = [
    ...(drained.length === 0 ? [] : [`${listed(drained)} ${drained.length === 1 ? 'is' : 'are'} drained`]),
    ...(broken.length === 0 ? [] : [breakersOpen(broken)]),
  ]
  return held.join(', ')
}

/** How a delivery ended, to follow the words for its attempts; null if those tell everything. */
export function endWords(reason: EndReason, anythingTold: boolean): string | null {
  switch (reason.code) {
    case 'DELIVERED':
      return null
    case 'NO_ROUTE':
      return anythingTold ? 'no provider is left to try' : 'no provider could be tried'
    case 'EXHAUSTED':
      return `and the limit of ${counted(reason.attempts, 'attempt', 'attempts')} is reached`
    case 'EXPIRED':
      return anythingTold ? 'then it expired' : 'it expired before any provider could be tried'
    case 'CANCELED_BY_OPERATOR':
    case 'CANCELED_IN_TEMPORAL':
      return cancelWords(reason)
    default:
      return failureWords(reason)
  }
}

export function cancelWords(reason: CancelReason): string {
  if (reason.code === 'CANCELED_IN_TEMPORAL') return 'canceled in Temporal'
  return `canceled${reason.who === null ? '' : ` by ${reason.who}`}: ${reason.words}`
}

function failureWords(reason: FailureReason): string {
  switch (reason.code) {
    case 'ROUTING_GAVE_UP':
      return `gave up on getRoute after ${counted(reason.tries, 'try', 'tries')}: ${lookupWords(reason.error)}`
    case 'INTERNAL':
      return `the delivery failed because of an error in Waybill${reason.error === null ? '' : `: ${reason.error}`}`
    case 'CONTENTS_LOST':
      return 'its contents are no longer in the store, so no provider can be handed it'
  }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

const ways: Record<RouteChoice['by'], string> = {
  order: 'next in order',
  quality: 'best by what was measured',
  exploration: 'to see how it does now',
  service: 'by the routing service',
  fallback: 'by the built-in rules, because the routing service failed',
  operator: 'preferred by an operator',
}

type SkipReason = RouteChoice['skipped'][number]['why']

const mostNamed = 3

/** "RouteA", "RouteA and RouteB", "RouteA, RouteB, RouteC and 37 more". */
export function listed(providers: readonly string[]): string {
  const more = providers.length - mostNamed
  const names = more > 1 ? [...providers.slice(0, mostNamed), `${more} more`] : providers
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function breakersOpen(providers: readonly string[]): string {
  const names = listed(providers)
  return providers.length === 1 ? `${names}’s breaker is open` : `the breakers of ${names} are open`
}

/** "RouteA drained", "RouteB’s breaker is open"; "skipped RouteA (drained) 40 times". */
function skipWords(providers: readonly string[], why: SkipReason, times: number): string {
  const names = listed(providers)
  if (times > 1) return `skipped ${names} (${shortly[why]}) ${times} times`
  switch (why) {
    case 'drained':
      return `${names} drained`
    case 'breaker':
      return breakersOpen(providers)
    case 'prefix':
      return `${names} ${providers.length === 1 ? 'does' : 'do'} not serve this destination`
    case 'skipped':
      return `${names} skipped by an operator`
  }
}

const shortly: Record<SkipReason, string> = {
  drained: 'drained',
  breaker: 'breaker open',
  prefix: 'does not serve this destination',
  skipped: 'by an operator',
}

interface Chosen {
  readonly provider: string
  readonly choice: RouteChoice | null
}

/**
 * For each choice of a packet, in order: "RouteA drained, RouteC chosen: next in order, 97 % confirmed, 1.8 s median".
 * A provider that is skipped repeatedly for one reason is told once, with the count. Null if no choice was recorded.
 */
export function choicesInWords(all: readonly Chosen[]): (string | null)[] {
  const times = new Map<string, number>()
  for (const each of all.flatMap(({ choice }) => choice?.skipped ?? [])) {
    times.set(keyOf(each), (times.get(keyOf(each)) ?? 0) + 1)
  }
  return all.map(({ provider, choice }) => {
    if (choice === null) return null
    const groups = new Map<string, { why: SkipReason; count: number; providers: string[] }>()
    for (const each of choice.skipped) {
      const count = times.get(keyOf(each))
      if (count === undefined) continue
      times.delete(keyOf(each))
      const group = groups.get(`${each.why} ${count}`) ?? { why: each.why, count, providers: [] }
      group.providers.push(each.provider)
      groups.set(`${each.why} ${count}`, group)
    }
    const passed = [...groups.values()].map(({ why, count, providers }) => skipWords(providers, why, count))
    return [...passed, chosenWords(provider, choice)].join(', ')
  })
}

function keyOf({ provider, why }: RouteChoice['skipped'][number]): string {
  return `${why} ${provider}`
}

function chosenWords(provider: string, { by, share, medianMs }: RouteChoice): string {
  const measured = [
    ...(share === null ? [] : [`${Math.round(share * 100)} % confirmed`]),
    ...(medianMs === null ? [] : [`${formatDuration(medianMs)} median`]),
  ]
  return `${provider} chosen: ${[ways[by], ...measured].join(', ')}`
}

/** The words for a single choice. */
export function choiceWords(provider: string, choice: RouteChoice): string {
  return choicesInWords([{ provider, choice }])[0] ?? ''
}

/** What an operator did: "failed over from RouteA", "gave RouteA 5 min more". */
export function actionWords(action: Acting, provider: string | null): string {
  const named = provider ?? 'its provider'
  switch (action.do) {
    case 'cancel':
      return 'canceled it'
    case 'fail-over':
      return `failed over from ${named}`
    case 'extend':
      return `gave ${named} ${formatDuration(action.byMs)} more`
    case 'skip':
      return `skipped ${action.provider}`
    case 'prefer':
      return `preferred ${action.provider}`
    case 'confirm':
      return `confirmed by hand that ${named} delivered it`
    case 'refuse':
      return `recorded by hand that ${named} did not deliver it`
  }
}

type Acting = LedgerAction['action']

interface AttemptNamed {
  readonly number: number
  readonly provider: string
}

/** Why an operator's action does not apply, one sentence for each reason. */
export const whyNot = {
  notBegun: (status: PacketStatus) => `It is ${status}, and no provider has it yet.`,
  ended: (status: PacketStatus) => `It has ended as ${status}.`,
  routing: (seen: number) =>
    seen === 0
      ? 'No attempt is under way: a provider is being looked up.'
      : `Attempt ${seen} is over, and the next provider is being looked up.`,
  otherAttempt: ({ number, provider }: AttemptNamed, seen: number) =>
    `Attempt ${number} (${provider}) is the latest by now${seen === 0 ? '' : `, not attempt ${seen}`}.`,
  noAttempt: (seen: number) => `It has no attempt ${seen}.`,
  lastAttempt: (most: number) =>
    `It is the last of ${counted(most, 'attempt', 'attempts')}: no further provider would get it.`,
  expired: () => 'It has expired: no further provider would get it.',
  tooLong: (provider: string, most: number) =>
    `${provider} may have at most ${formatDuration(most)} for its receipt in all.`,
  hasIt: (provider: string, wish: ActionName) =>
    `${provider} has it now${wish === 'skip' ? '; fail over instead' : ''}.`,
  tried: (provider: string) => `${provider} has been tried already and does not get it again.`,
  skipped: (provider: string) => `${provider} is skipped for this packet.`,
  preferred: (provider: string) => `${provider} is preferred already.`,
  said: (provider: string, delivered: boolean) =>
    delivered
      ? `It is already recorded that ${provider} delivered it, and that stays.`
      : `It is already recorded that ${provider} did not deliver it.`,
  sending: (provider: string) => `It is being handed over to ${provider}, which may not have it yet.`,
  heldBack: (provider: string) => `It has not been handed to ${provider} yet, so no deadline runs.`,
  unsent: (provider: string) => `It was never handed to ${provider}.`,
  tooMany: (most: number) => `Operators have acted on it ${most} times, which is the limit.`,
} as const
