/** All events of a packet in the order of time: one list, from which the drawing, the table and the files are made. */
import { parametersInWords, resultLooks, resultMeanings } from '@/components/audit/audit-words'
import { attemptOutcome, handOverWords, isHeldBack } from '@/components/route/attempt-words'
import type { AuditEntry } from '@/lib/contract/audit'
import type { AuditAction } from '@/lib/contract/audit-terms'
import type { ReceiptEvidence } from '@/lib/contract/kept-receipt'
import { formatDuration } from '@/lib/packet/duration'
import type { Attempt, Delay, Packet, PacketAction } from '@/lib/packet/packet'
import { choicesInWords } from '@/lib/packet/words'

export const timelineKinds = [
  'submitted',
  'begun',
  'lookUpFailed',
  'waited',
  'takenBack',
  'byHand',
  'handOver',
  'answered',
  'grace',
  'recalled',
  'receipt',
  'attemptEnded',
  'ended',
] as const
export type TimelineKind = (typeof timelineKinds)[number]

export interface TimelineEvent {
  /** Unique in the timeline, and stable when the timeline is rebuilt. */
  readonly id: string
  readonly kind: TimelineKind
  /** Milliseconds since the epoch. */
  readonly at: number
  /** When the event was over; null if it is momentary or goes on. */
  readonly until: number | null
  /** Number of the attempt; null if the event concerns the packet as a whole. */
  readonly attempt: number | null
  readonly provider: string | null
  /** What happened, as a sentence; without its subject if that is the attempt's provider. */
  readonly what: string
  readonly detail: string | null
  /** The packet was not to begin before this, in milliseconds since the epoch. */
  readonly notBefore: number | null
}

/**
 * @param receipts all genuine receipts; if null (not read yet), each attempt provides its own receipt
 * @param audit the packet's entries in the audit; null if they are not read yet
 */
export function timelineOf(
  packet: Packet,
  receipts: readonly ReceiptEvidence[] | null,
  audit: readonly AuditEntry[] | null = null,
): TimelineEvent[] {
  const events = [
    ...beginningOf(packet),
    ...packet.delays.map(delayed),
    ...packet.actions.map(doneByHand),
    ...(audit ?? []).flatMap((entry) => askedFor(entry, packet)),
    ...waitingNow(packet),
    ...attemptsOf(packet),
    ...(receipts === null
      ? packet.attempts.flatMap(ownReceipt)
      : receipts.map((each) => received(each, packet))),
    ...endOf(packet),
  ]
  // The sort is stable: events of the same moment stay in causal order.
  return events.sort((one, other) => one.at - other.at)
}

/** Defaults of a momentary event that concerns the packet as a whole. */
const plain = { until: null, attempt: null, provider: null, detail: null, notBefore: null } as const

function beginningOf({ createdAt, begunAt, deliverAt, quietUntil }: Packet): TimelineEvent[] {
  const due = [deliverAt, quietUntil].flatMap((at) => (at === null ? [] : [Date.parse(at)]))
  const submitted: TimelineEvent = {
    ...plain,
    id: 'submitted',
    kind: 'submitted',
    at: Date.parse(createdAt),
    what: 'Submitted',
    notBefore: due.length === 0 ? null : Math.max(...due),
  }
  if (begunAt === null) return [submitted]
  return [
    submitted,
    { ...plain, id: 'begun', kind: 'begun', at: Date.parse(begunAt), what: 'Its delivery began' },
  ]
}

const waitWords = {
  outage: 'No provider could be reached',
  paused: 'All sending was paused',
  unavailable: 'No provider might be handed it',
} as const satisfies Record<NonNullable<Packet['waiting']>['why'], string>

function delayed(delay: Delay): TimelineEvent {
  const at = Date.parse(delay.at)
  const base = { ...plain, id: `${delay.kind} ${at}`, kind: delay.kind, at }
  switch (delay.kind) {
    case 'lookUpFailed':
      return {
        ...base,
        what: delay.nextTryAt === null ? 'The last look-up failed' : 'A look-up failed',
        detail: delay.error,
      }
    case 'waited': {
      const until = Date.parse(delay.until)
      return {
        ...base,
        until,
        what: `${waitWords[delay.why]} for ${formatDuration(until - at)}`,
        detail: delay.detail,
      }
    }
    case 'takenBack':
      return {
        ...base,
        provider: delay.provider,
        what: `${delay.provider} took no new packets, so another provider was looked up`,
      }
  }
}

function doneByHand({ at, who, told, reason, provider }: PacketAction, nth: number): TimelineEvent {
  const what = `${who ?? 'An operator'} ${told}`
  return { ...plain, id: `byHand ${nth}`, kind: 'byHand', at: Date.parse(at), provider, what, detail: reason }
}

type PacketWish = Extract<AuditAction, `packet.${string}`>

const wishWords: Record<PacketWish, string> = {
  'packet.cancel': 'cancel it',
  'packet.fail-over': 'fail it over',
  'packet.extend': 'give it more time',
  'packet.skip': 'skip a provider',
  'packet.prefer': 'prefer a provider',
  'packet.confirm': 'confirm it by hand',
  'packet.refuse': 'refuse it by hand',
  'packet.reschedule': 'reschedule it',
  'packet.send-now': 'send it now',
  'packet.send-again': 'send it again',
  'packet.erase': 'erase its contents',
}

/** An entry of the audit; no event if the packet itself has the action, or if the entry is about something else. */
function askedFor(entry: AuditEntry, packet: Packet): TimelineEvent[] {
  const wish = wishIn(entry)
  if (wish === null || isAmongActions(entry, wish, packet)) return []
  const { id, at, who, reason, result, detail } = entry
  const meaning = detail ?? resultMeanings[result]
  const { word } = resultLooks[result]
  const became = meaning === null ? word : `${word}: ${meaning}`
  return [
    {
      ...plain,
      id: `audit ${id}`,
      kind: 'byHand',
      at: Date.parse(at),
      what: `${who ?? 'An operator'} ${wishInWords(entry, wish, packet)}`,
      detail: reason === null ? became : `“${reason}”. ${became}`,
    },
  ]
}

function isOfBulk({ kind }: AuditEntry): boolean {
  return kind === 'bulk-action'
}

/** What the packet was to undergo. An undo cancels the packets that a bulk action made. */
function wishIn(entry: AuditEntry): PacketWish | null {
  const { action, parameters } = entry
  if (isOfBulk(entry)) return parameters?.action === 'send-again' ? 'packet.send-again' : 'packet.cancel'
  return isPacketWish(action) ? action : null
}

function isPacketWish(action: AuditAction): action is PacketWish {
  return action in wishWords
}

/** A refused request changed nothing, so an action like it is of another request. */
function isAmongActions({ who, reason, result }: AuditEntry, wish: PacketWish, { actions }: Packet): boolean {
  if (result === 'REFUSED') return false
  return actions.some((done) => `packet.${done.do}` === wish && done.who === who && done.reason === reason)
}

function wishInWords(entry: AuditEntry, wish: PacketWish, { id }: Packet): string {
  if (isOfBulk(entry)) return `began a bulk action to ${wishWords[wish]}`
  const { subject, made } = entry
  const parameters = parametersInWords(entry.parameters)
  const more = parameters === null ? '' : ` (${parameters})`
  if (made === id) return `asked to send ${subject} again, as this packet${more}`
  return `asked to ${wishWords[wish]}${made === null ? '' : `, as ${made}`}${more}`
}

function waitingNow({ waiting }: Packet): TimelineEvent[] {
  if (waiting === null) return []
  const at = Date.parse(waiting.since)
  const what = `${waitWords[waiting.why]}; it waits since then`
  return [{ ...plain, id: `waited ${at}`, kind: 'waited', at, what, detail: waiting.detail }]
}

function attemptsOf({ attempts, stuck }: Packet): TimelineEvent[] {
  const choices = choicesInWords(attempts)
  return attempts.flatMap((attempt, index) => eventsOf(attempt, choices[index] ?? null, stuck !== null))
}

function eventsOf(attempt: Attempt, choice: string | null, stuck: boolean): TimelineEvent[] {
  const { number, provider, transmittedAt, deadline, endedAt, graceUntil, recall, handOver } = attempt
  const sentAt = Date.parse(transmittedAt)
  const of = (kind: TimelineKind, at: number, what: string, detail: string | null = null): TimelineEvent => ({
    ...plain,
    id: `${kind} ${number}`,
    kind,
    at,
    attempt: number,
    provider,
    what,
    detail,
  })
  const events = [of('handOver', sentAt, sentWords(attempt, stuck), choice)]
  if (handOver.latencyMs !== null)
    events.push(of('answered', sentAt + handOver.latencyMs, `hand-over ${handOverWords(attempt)}`))
  if (graceUntil !== null) {
    const given = of('grace', Date.parse(deadline), 'got more time, after an outage of Waybill')
    events.push({ ...given, until: Date.parse(graceUntil) })
  }
  if (recall !== null)
    events.push(of('recalled', Date.parse(recall.at), 'was asked to stop', recallWords[recall.result]))
  if (endedAt !== null) events.push(of('attemptEnded', Date.parse(endedAt), attemptOutcome(attempt, stuck)))
  return events
}

/** How far its hand-over has come. */
function sentWords(attempt: Attempt, stuck: boolean): string {
  if (isHeldBack(attempt)) return 'chosen, but not handed over yet'
  switch (attempt.handOver.state) {
    case 'SENDING':
      return attempt.outcome === 'PENDING' && !stuck ? 'being handed over' : 'hand-over begun'
    case 'ACCEPTED':
      return 'handed over'
    case 'FAILED':
      return 'hand-over tried'
    case 'WITHDRAWN':
      return 'chosen, but not handed over'
  }
}

const recallWords: Record<NonNullable<Attempt['recall']>['result'], string> = {
  ASKED: 'It has not answered.',
  RECALLED: 'It agreed.',
  NOT_RECALLED: 'It did not agree.',
  FAILED: 'It gave no answer that could be understood.',
}

function ownReceipt({ number, provider, receipt, late }: Attempt): TimelineEvent[] {
  if (receipt === null) return []
  const { receivedAt, delivered, reason, providerReference } = receipt
  return [
    {
      ...plain,
      id: `receipt ${number}`,
      kind: 'receipt',
      at: Date.parse(receivedAt),
      attempt: number,
      provider,
      what: receiptWords(delivered, late ? 'late' : null),
      detail: receiptDetail(reason, providerReference),
    },
  ]
}

/**
 * The receipts other than the one that an attempt has itself, by attempt; under null those for no attempt of the
 * packet.
 */
export function otherReceipts(
  { attempts }: Packet,
  events: readonly TimelineEvent[],
): Map<number | null, TimelineEvent[]> {
  const own = new Map(
    attempts.map(({ number, receipt }) => [number, receipt && Date.parse(receipt.receivedAt)]),
  )
  const others = new Map<number | null, TimelineEvent[]>()
  for (const event of events) {
    if (event.kind !== 'receipt') continue
    if (event.attempt !== null && own.get(event.attempt) === event.at) continue
    const ofAttempt = others.get(event.attempt)
    if (ofAttempt === undefined) others.set(event.attempt, [event])
    else ofAttempt.push(event)
  }
  return others
}

function received(receipt: ReceiptEvidence, { attempts }: Packet): TimelineEvent {
  const { id, attempt, provider, receivedAt, delivered, why, providerReference } = receipt
  return {
    ...plain,
    id: `receipt ${id}`,
    kind: 'receipt',
    at: Date.parse(receivedAt),
    attempt: attempts.some(({ number }) => number === attempt) ? attempt : null,
    provider,
    what: receiptWords(delivered, resultWords(receipt)),
    detail: receiptDetail(why, providerReference),
  }
}

const keptWords: Record<NonNullable<ReceiptEvidence['reason']>, string> = {
  CLOSED: 'kept, as the packet had closed',
  UNKNOWN_PACKET: 'kept, as the packet was not stored',
  UNKNOWN_ATTEMPT: 'kept, as there is no such attempt',
  CONTRADICTION: 'kept, as it contradicts an earlier one',
}

function resultWords({ result, reason }: ReceiptEvidence): string | null {
  switch (result) {
    case 'recorded':
      return null
    case 'late':
      return 'late'
    case 'duplicate':
      return 'repeated'
    case 'kept':
      return reason === null ? 'kept' : keptWords[reason]
  }
}

function receiptWords(delivered: boolean, how: string | null): string {
  const says = `receipt: ${delivered ? 'delivered' : 'not delivered'}`
  return how === null ? says : `${says}, ${how}`
}

function receiptDetail(why: string | null, reference: string | null): string | null {
  const parts = [
    why === null ? [] : [`“${why}”`],
    reference === null ? [] : [`Reference ${reference}`],
  ].flat()
  return parts.length === 0 ? null : parts.join('. ')
}

function endOf({ endedAt, reason }: Packet): TimelineEvent[] {
  if (endedAt === null) return []
  return [{ ...plain, id: 'ended', kind: 'ended', at: Date.parse(endedAt), what: 'Ended', detail: reason }]
}

export interface Read {
  readonly listed: number
  readonly total: number
}

/**
 * The timeline as JSON, with times in ISO 8601, UTC.
 *
 * @param read how many receipts, and entries of the audit, were read, and how many there are; null while not known
 */
export function timelineJson(
  { id, status }: Pick<Packet, 'id' | 'status'>,
  events: readonly TimelineEvent[],
  read: { receipts: Read | null; audit: Read | null },
): string {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  const items = events.map(({ id: _, at, until, notBefore, ...event }) => ({
    at: iso(at),
    until: iso(until),
    notBefore: iso(notBefore),
    ...event,
  }))
  return `${JSON.stringify({ packet: id, status, ...read, events: items }, null, 2)}\n`
}
