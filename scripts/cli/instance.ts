/** A running Waybill as the command line uses it: requests are repeated after a lost answer, but take effect once. */
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { describeFailure } from '@/lib/carrier/failure'
import { actOnPacket } from '@/lib/client/act-on-packet'
import { call } from '@/lib/client/api'
import { ClientError, type ClientErrorCode, errorOf } from '@/lib/client/client-error'
import type { RequestOptions } from '@/lib/client/request'
import { commandLineAgent } from '@/lib/contract/audit-terms'
import { type Batch, type BatchUpload, batchSchema } from '@/lib/contract/batch'
import type { OperatorReason } from '@/lib/contract/fields'
import { packetSchema } from '@/lib/contract/packet'
import type { ActionBody } from '@/lib/contract/packet-actions'
import { apiPath } from '@/lib/contract/paths'
import type { SendingAgain } from '@/lib/contract/send-again'
import type { Submission } from '@/lib/contract/submission'
import type { ActionName } from '@/lib/packet/action'
import type { Packet } from '@/lib/packet/packet'
import { Problem } from '../console/problem'
import { addressesOf } from '../stack/addresses'
import { readSettings } from '../stack/settings'

const longestPauseMs = 2_000

/** The address where `npm start` with the same settings serves. */
export function ownUrl(env: NodeJS.ProcessEnv): string {
  const { HOST, PORT, TEMPORAL_PORT, CARRIER_PORT } = readSettings(env)
  return addressesOf(HOST, { web: PORT, temporal: TEMPORAL_PORT, temporalUi: null, carrier: CARRIER_PORT })
    .web
}

export class Instance {
  /** Whether it has answered before, so that silence now is an outage and not a wrong address. */
  #heard = false

  constructor(
    /** Without a trailing slash. */
    readonly url: string,
    readonly signal: AbortSignal,
    private readonly patienceMs = 30_000,
  ) {}

  /** @param repeatWith see `OutcomeUnknown` */
  submit(submission: Submission, key: string, repeatWith: string | null): Promise<Packet> {
    return this.#once(repeatWith, () =>
      call('POST /api/packets', {
        body: submission,
        headers: { 'Idempotency-Key': key },
        ...this.#options(),
      }),
    )
  }

  sendAgain(id: string, asked: SendingAgain, key: string): Promise<Packet> {
    return this.#once(`--key ${key}`, () =>
      call('POST /api/packets/{id}/actions/send-again', {
        params: { id },
        body: asked,
        headers: { 'Idempotency-Key': key },
        ...this.#options(),
      }),
    )
  }

  /** Creates one packet however often the request is repeated, since all tries have the same idempotency key. */
  async #once(repeatWith: string | null, ask: () => Promise<unknown>): Promise<Packet> {
    const giveUpAt = performance.now() + this.patienceMs
    let mayHaveArrived = false
    for (let tries = 1; ; tries++) {
      try {
        return this.#checked(await ask())
      } catch (error) {
        mayHaveArrived ||= isUnknown(error)
        if (!this.#mayPass(error) || performance.now() > giveUpAt) {
          if (!(mayHaveArrived && error instanceof ClientError && isOutage(error))) throw error
          throw new OutcomeUnknown(error, repeatWith)
        }
        await pause(Math.min(longestPauseMs, 100 * 2 ** tries), undefined, { signal: this.signal })
      }
    }
  }

  /**
   * Uploads a file as it is read, with no time limit. A broken upload is not repeated, because the standard input
   * cannot be read again.
   */
  async upload(
    file: Readable,
    { file: name, upload }: { file: string; upload: BatchUpload },
  ): Promise<Batch> {
    const { columns, ...given } = upload
    const query = Object.entries(given).map(([option, value]) => [option, String(value)])
    const type = /\.(ndjson|jsonl)$/i.test(name) ? 'application/x-ndjson' : 'text/csv'
    const headers = { 'user-agent': commandLineAgent, 'content-type': type }
    const init = { method: 'POST', headers, body: file, duplex: 'half' }
    try {
      const answer = await fetch(`${this.url}${apiPath('/api/batches')}?${new URLSearchParams(query)}`, {
        ...(init as object),
        signal: this.signal,
      })
      if (!answer.ok) throw await errorOf(answer)
      return this.#batch(await answer.json())
    } catch (error) {
      if (error instanceof Problem || this.signal.aborted) throw error
      const lost =
        error instanceof ClientError
          ? error
          : new ClientError('UNANSWERED', 'The connection broke off.', null, [], { cause: error })
      throw withOutcome(lost, upload.id === undefined ? null : `--batch ${upload.id}`)
    }
  }

  async batch(id: string): Promise<Batch> {
    return this.#batch(await call('GET /api/batches/{id}', { params: { id }, ...this.#options() }))
  }

  #batch(answer: unknown): Batch {
    const parsed = batchSchema.safeParse(answer)
    if (!parsed.success) throw strangerAt(this.url)
    return parsed.data
  }

  async packet(id: string): Promise<Packet> {
    return this.#checked(await call('GET /api/packets/{id}', { params: { id }, ...this.#options() }))
  }

  async cancel(id: string, body: OperatorReason): Promise<Packet> {
    const given = { params: { id }, body, ...this.#options() }
    return this.#checked(await sentOnce(call('POST /api/packets/{id}/actions/cancel', given), null))
  }

  /** Sent only once. When the answer is lost, the packet shows whether the action took effect. */
  async act<Name extends ActionName>(
    id: string,
    name: Name,
    body: ActionBody<Name>,
    key: string,
  ): Promise<Packet> {
    // A repetition without the attempt would be about the latest one, which may be another by then.
    const repeatWith = `--attempt ${body.attempt} --key ${key}`
    return this.#checked(await sentOnce(actOnPacket(id, name, body, key, this.#options()), repeatWith))
  }

  /** Whether the same request may succeed a moment later. */
  #mayPass(error: unknown): boolean {
    if (!(error instanceof ClientError) || this.signal.aborted) return false
    if (error.status === null) return this.#heard || lostWords(error).mayHaveArrived
    this.#heard = true
    return isOutage(error)
  }

  #options(): Pick<RequestOptions, 'origin' | 'signal' | 'agent'> {
    return { origin: this.url, signal: this.signal, agent: commandLineAgent }
  }

  #checked(answer: unknown): Packet {
    const parsed = packetSchema.safeParse(answer)
    if (!parsed.success) throw strangerAt(this.url)
    this.#heard = true
    return parsed.data
  }
}

/** The failure of a request that may have taken effect nevertheless. */
export class OutcomeUnknown extends Error {
  constructor(
    override readonly cause: ClientError,
    /** The options with which the same command takes effect only once; null if there are none. */
    readonly repeatWith: string | null,
  ) {
    super(cause.message)
  }
}

/** @throws OutcomeUnknown where the request may have taken effect without its answer */
async function sentOnce<T>(answer: Promise<T>, repeatWith: string | null): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw withOutcome(error, repeatWith)
  }
}

/** The error of a request that was sent once. */
function withOutcome(error: unknown, repeatWith: string | null): unknown {
  return error instanceof ClientError && isUnknown(error) ? new OutcomeUnknown(error, repeatWith) : error
}

/** After these, what was asked for may be done nevertheless. */
const unknownAfter: readonly ClientErrorCode[] = [
  'OUTCOME_UNKNOWN',
  'STORE_UNREACHABLE',
  'TEMPORAL_UNREACHABLE',
]

function isUnknown(error: unknown): boolean {
  if (!(error instanceof ClientError)) return false
  if (error.status === null) return lostWords(error).mayHaveArrived
  return unknownAfter.includes(error.code) || (error.code === 'UNREADABLE' && isOutage(error))
}

/** Whether there was no answer, half an answer, or one that says that something is down: a retry may succeed. */
export function isOutage({ status, code }: ClientError): boolean {
  return status === null || status >= 500 || (code === 'UNREADABLE' && status < 300)
}

export function strangerAt(url: string): Problem {
  return new Problem(`${url} does not answer as Waybill does; name a running Waybill with --url.`)
}

/** Why there was no answer, and whether the request may have arrived nevertheless. */
export function lostWords(error: ClientError): { reason: string; mayHaveArrived: boolean } {
  return describeFailure(error.cause)
}
