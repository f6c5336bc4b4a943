// What deliveries leave behind: the usual endings and some packets under way, made by the rules themselves.
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { type Ledger, openLedger } from '@/lib/packet/ledger'

const TIMEOUT_MS = 10_000
const SETTLING_MS = 72 * 3_600_000
/** A provider that has left still has its packets, all of them older than those of the others. */
export const FORMER_PROVIDER = 'RouteOld'
/** Of a hundred packets, up to which one they come to each provider first. */
const SHARES = [
  ['RouteA', 40],
  ['RouteB', 70],
  ['RouteC', 90],
  ['RouteD', 99],
  ['RouteE', 100],
] as const

type Deed = 'confirms' | 'refuses' | 'stays silent' | 'rejects'
type Ending =
  | 'as it comes'
  | 'twice'
  | 'no route'
  | 'fails'
  | 'canceled'
  | 'expires'
  | 'waits'
  | 'is sent'
  | 'is routed'

/** Of a thousand packets, how many go this way. */
const WAYS: readonly [number, readonly Deed[], Ending][] = [
  [696, ['confirms'], 'as it comes'],
  [120, ['stays silent', 'confirms'], 'as it comes'],
  [40, ['rejects', 'confirms'], 'as it comes'],
  [20, ['refuses', 'confirms'], 'as it comes'],
  [15, ['stays silent', 'confirms'], 'twice'],
  [40, ['stays silent', 'stays silent', 'rejects', 'stays silent'], 'as it comes'],
  [10, [], 'no route'],
  [15, ['rejects'], 'fails'],
  [20, ['stays silent'], 'canceled'],
  [20, ['stays silent'], 'expires'],
  [2, [], 'is sent'],
  [1, [], 'is routed'],
  [1, [], 'waits'],
]

export interface MadeLedger {
  ledger: Ledger
  isFormer: boolean
}

/** A thousand of them; times are milliseconds since their packet was submitted. */
export function madeLedgers(): MadeLedger[] {
  const ways = WAYS.flatMap(([count, deeds, ending]) =>
    Array.from({ length: count }, () => ({ deeds, ending })),
  )
  return ways.map(({ deeds, ending }, index) => {
    const isFormer = ending === 'as it comes' && index % 20 === 7
    return { ledger: ledgerOf(deeds, ending, providersFrom(index, isFormer), index), isFormer }
  })
}

/** The first one by the shares, then the others in their order. */
function providersFrom(index: number, isFormer: boolean): string[] {
  const providers = SHARES.map(([provider]) => provider)
  const place = (index * 37) % 100
  const [first] = SHARES.find(([, upTo]) => place < upTo) ?? SHARES[0]
  return [isFormer ? FORMER_PROVIDER : first, ...providers.filter((provider) => provider !== first)]
}

function ledgerOf(
  deeds: readonly Deed[],
  ending: Ending,
  providers: readonly string[],
  index: number,
): Ledger {
  let ledger = openLedger(0, 4, ending === 'expires' ? TIMEOUT_MS : null)
  for (const [at, deed] of deeds.entries()) ledger = tried(ledger, deed, providers[at] ?? '', index)
  return ended(ledger, ending, providers[0] ?? '')
}

function chosen(ledger: Ledger, provider: string): Ledger {
  const event = {
    type: 'routeChosen',
    provider,
    receiptTimeoutMs: TIMEOUT_MS,
    settlingMs: SETTLING_MS,
  } as const
  return apply(ledger, { ...event, at: ledger.updatedAt })
}

function tried(before: Ledger, deed: Deed, provider: string, index: number): Ledger {
  const at = before.updatedAt
  const attempt = before.attempts.length + 1
  const handedOver = [answered(at, attempt, deed)]
  // Spread as receipt times are: most within seconds, some close to the deadline.
  const tookMs = 300 + ((index * 7919) % 97) ** 2
  const events: Record<Deed, LedgerEvent[]> = {
    confirms: [received(at + tookMs, attempt, true)],
    refuses: [received(at + tookMs, attempt, false)],
    'stays silent': [passed(at + TIMEOUT_MS, attempt)],
    rejects: [],
  }
  return [...handedOver, ...events[deed]].reduce(apply, chosen(before, provider))
}

function answered(at: number, attempt: number, deed: Deed): LedgerEvent {
  const event = { type: 'handOverAnswered', at, attempt } as const
  if (deed !== 'rejects') return { ...event, answer: { kind: 'accepted', status: 202, latencyMs: 20 } }
  const reason = { code: 'REJECTED', status: 422, redirect: null } as const
  return { ...event, answer: { kind: 'rejected', status: 422, latencyMs: 20, reason, mayHaveArrived: false } }
}

function received(at: number, attempt: number, delivered: boolean): LedgerEvent {
  const reason = delivered ? null : 'Blocked number'
  return {
    type: 'receiptArrived',
    at,
    attempt,
    receivedAt: at,
    delivered,
    reason,
    providerReference: 'SM-4711',
  }
}

function passed(at: number, attempt: number): LedgerEvent {
  return { type: 'deadlinePassed', at, attempt, intakeUp: true, graceMs: 30_000 }
}

function ended(ledger: Ledger, ending: Ending, provider: string): Ledger {
  const at = ledger.updatedAt + 1
  switch (ending) {
    case 'as it comes':
      return ledger
    case 'twice':
      return apply(ledger, received(at, 1, true))
    case 'no route':
      return apply(ledger, { type: 'noRouteLeft', at })
    case 'fails':
      return apply(ledger, { type: 'failed', at, why: { code: 'INTERNAL', error: null } })
    case 'canceled':
      return apply(ledger, {
        type: 'canceled',
        at,
        why: { code: 'CANCELED_BY_OPERATOR', words: 'Not needed' },
      })
    case 'expires':
      return apply(ledger, { type: 'expired', at })
    case 'is sent':
      return chosen(ledger, provider)
    case 'is routed':
      return ledger
    case 'waits':
      return apply(ledger, {
        type: 'routeWaited',
        at,
        wait: { why: 'unavailable', drained: ['RouteA'], broken: [] },
      })
  }
}
