/** The tools of a check: a sender of hand-overs and recalls, and mailboxes for the receipts. */
import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import { excerptOf } from '@/lib/carrier/excerpt'
import { recallUrl, rejected } from '@/lib/carrier/hand-over'
import { type Outcome, post as postOnce, type Request } from '@/lib/carrier/post'
import { retryAfterMs } from '@/lib/carrier/retry-after'
import { signMessage } from '@/lib/carrier/signature'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import { type HandOverMessage, type RecallMessage, recallId } from '@/lib/contract/carrier'
import { attemptId } from '@/lib/contract/workflows'
import { attemptWords } from '@/lib/packet/words'
import type { CallbackServer } from './callback-server'
import type { Mailbox, Replying } from './mailbox'

/** The options given by the caller; times are in milliseconds. */
export interface Given {
  url: string
  /** Signs hand-overs. `secondSecret` is another secret that the carrier accepts during rotation. */
  handOverSecret: string
  secondSecret: string | null
  /** Secrets that receipts may be signed with; empty when unknown. */
  receiptSecrets: readonly string[]
  source: string
  destination: string
  /** The receipt time-out that hand-overs announce and checks wait for. */
  timeoutMs: number
  /** Minimum wait before the absence of a receipt counts. */
  quietMs: number
  recall: boolean
}

/** One packet of one run; its attempts differ by their number. */
interface Subject {
  packetId: string
}

export interface HandOverDraft {
  subject?: Subject
  attempt?: number
  box?: Mailbox
  contents?: Buffer
  secret?: string
  at?: Date
  /** Changes the message before it is signed. */
  say?: (message: HandOverMessage) => unknown
  /** Replaces the message; it is signed as it is. */
  body?: string
  /** Changes the request after it is signed. */
  spoil?: (request: SignedRequest) => SignedRequest
  /** Sends immediately, outside the limit of concurrent requests. */
  atOnce?: boolean
}

export interface Sent {
  answer: Answer
  box: Mailbox
}

const mostAtOnce = pLimit(4)
const longestHandOverMs = 5_000
const keys = parseTokenKeys(`check:${randomBytes(32).toString('base64')}`)

export class Bench {
  /** Newest last, so that a failed request can be repeated by hand. */
  readonly requests: SignedRequest[] = []

  constructor(
    readonly given: Given,
    readonly server: CallbackServer,
    readonly signal: AbortSignal,
    /** How long to wait before the absence of a receipt counts. */
    readonly quietMs: number,
  ) {}

  /** The same time limit that the worker has for an answer. */
  get answerLimitMs(): number {
    return Math.min(longestHandOverMs, this.given.timeoutMs / 2)
  }

  newSubject(): Subject {
    return { packetId: `check-${randomUUID().slice(0, 8)}` }
  }

  /** Opens a mailbox; by default it answers every receipt with 200. */
  openBox(replying: Replying = () => 200): Mailbox {
    return this.server.open(replying)
  }

  async handOver(draft: HandOverDraft = {}): Promise<Sent> {
    const subject = draft.subject ?? this.newSubject()
    const attempt = draft.attempt ?? 1
    const box = draft.box ?? this.openBox()
    const body = draft.body ?? JSON.stringify(await this.#message(subject, attempt, box, draft))
    const id = attemptId({ packetId: subject.packetId, attempt })
    const request = this.#sign(this.given.url, id, body, draft)
    const spoilt = draft.spoil?.(request) ?? request
    const send = () => this.#send(spoilt)
    return { answer: await (draft.atOnce ? send() : mostAtOnce(send)), box }
  }

  /** Asks the carrier to stop an attempt. Like the worker, seals a new token for the same attempt. */
  async recall(subject: Subject, draft: Pick<HandOverDraft, 'secret' | 'spoil'> = {}): Promise<Answer> {
    const message: RecallMessage = {
      packetId: subject.packetId,
      attempt: 1,
      token: await this.#seal(subject, 1, Date.now()),
    }
    const id = recallId({ packetId: subject.packetId, attempt: 1 })
    const request = this.#sign(recallUrl(this.given.url), id, JSON.stringify(message), draft)
    return mostAtOnce(() => this.#send(draft.spoil?.(request) ?? request))
  }

  wait(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.signal })
  }

  async #message(subject: Subject, attempt: number, box: Mailbox, draft: HandOverDraft): Promise<unknown> {
    const deadline = Date.now() + this.given.timeoutMs
    const token = await this.#seal(subject, attempt, deadline)
    box.tokens.add(token)
    const { source, destination } = this.given
    const message: HandOverMessage = {
      packetId: subject.packetId,
      attempt,
      source,
      destination,
      contents: (draft.contents ?? Buffer.from('A test of the connection.')).toString('base64'),
      callbackUrl: box.url,
      token,
      deadline: new Date(deadline).toISOString(),
    }
    return draft.say?.(message) ?? message
  }

  #seal({ packetId }: Subject, attempt: number, deadline: number): Promise<string> {
    return sealToken({ packetId, attempt, provider: 'carrier-check', deadline }, keys)
  }

  #sign(url: string, id: string, body: string, draft: Pick<HandOverDraft, 'secret' | 'at'>): SignedRequest {
    const { secret = this.given.handOverSecret, at = new Date() } = draft
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'waybill',
      ...signMessage({ id, at, body, secret }),
    }
    return { url, headers, body }
  }

  #send(request: SignedRequest): Promise<Answer> {
    this.requests.push(request)
    return post(request, this.answerLimitMs, this.signal)
  }
}

export type SignedRequest = Request

export type Answer =
  | {
      kind: 'answered'
      status: number
      ms: number
      text: string
      /** The answer as an operator reads it: "it answered 503". */
      words: string
      isWhole: boolean
      interim: number[]
    }
  /** `timedOut`: the request was sent, and no answer came within the limit. */
  | { kind: 'unanswered'; reason: string; neverConnected: boolean; timedOut: boolean }

const mostTries = 4
const leastPauseMs = 250
const longestPauseMs = 10_000

/** As Waybill does, waits when the carrier answers 429, and retries when the connection broke. */
async function post(request: SignedRequest, limitMs: number, signal: AbortSignal): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await postOnce(request, { limitMs, stop: signal })
    signal.throwIfAborted()
    const againInMs = pauseAfter(outcome)
    if (againInMs === null || tries === mostTries) return answerOf(outcome, request.url)
    await pause(againInMs, undefined, { signal })
  }
}

function answerOf(outcome: Outcome, url: string): Answer {
  if (outcome.is === 'unanswered') {
    const { reason, mayHaveArrived, isOverLimit } = outcome
    const timedOut = isOverLimit && mayHaveArrived
    return { kind: 'unanswered', reason: attemptWords(reason), neverConnected: !mayHaveArrived, timedOut }
  }
  const { status, latencyMs: ms, headers, isWhole, interim } = outcome
  const words = attemptWords(rejected(status, headers.location, url))
  return { kind: 'answered', status, ms, text: excerptOf(outcome.text, []), words, isWhole, interim }
}

/** Pause before the request may be repeated; null when the answer is final. */
function pauseAfter(outcome: Outcome): number | null {
  if (outcome.is === 'unanswered') {
    return outcome.isOverLimit || !outcome.mayHaveArrived ? null : leastPauseMs
  }
  if (outcome.status !== 429) return null
  const askedMs = retryAfterMs(outcome.headers['retry-after'] ?? null, Date.now()) ?? 0
  return Math.min(Math.max(askedMs, leastPauseMs), longestPauseMs)
}
