/** What a submitter is told: progress, news of one packet, a summary, and errors. */
import { SingleBar } from 'cli-progress'
import { ClientError } from '@/lib/client/client-error'
import { pagePaths } from '@/lib/contract/paths'
import { hasEnded, type Packet, type PacketStatus, packetStatuses } from '@/lib/packet/packet'
import { explainStuck } from '@/lib/packet/stuck'
import { describeFailure } from '../console/problem'
import { isOutage, lostWords, OutcomeUnknown, strangerAt } from './instance'

export interface Output extends NodeJS.WritableStream {
  isTTY?: boolean
}

interface Progress {
  /** Shows that this many are done. */
  reach: (done: number) => void
  stop: () => void
}

const lineEveryMs = 2_000

export function showProgress(total: number, what: string, out: Output): Progress {
  return out.isTTY === true ? bar(total, what, out) : lines(total, what, out)
}

function bar(total: number, what: string, stream: Output): Progress {
  const format = `{bar} {value} of {total} ${what}, {eta_formatted} to go`
  const single = new SingleBar({ stream, format, hideCursor: true, barsize: 30, etaBuffer: 50 })
  single.start(total, 0)
  return { reach: (done) => single.update(done), stop: () => single.stop() }
}

function lines(total: number, what: string, out: Output, now: () => number = Date.now): Progress {
  let saidAt = now()
  return {
    reach: (done) => {
      if (done < total && now() - saidAt < lineEveryMs) return
      saidAt = now()
      out.write(`${done} of ${total} ${what}\n`)
    },
    stop: () => {},
  }
}

export const exitStatuses =
  'Exit status: 0 delivered or accepted, 1 error, 2 not delivered, 3 outcome unknown, 130 interrupted.'

/** 3: it may have taken effect. A script must not take that for a refusal. */
export function exitStatusAfter(error: unknown): 1 | 3 {
  return error instanceof OutcomeUnknown ? 3 : 1
}

/** 0: delivered, or accepted and not waited for. 2: ended without being delivered. */
export function exitStatusOf(packets: readonly Packet[]): 0 | 2 {
  return packets.every(({ status }) => status === 'DELIVERED' || !hasEnded(status)) ? 0 : 2
}

const words: Record<PacketStatus, string> = {
  SCHEDULED: 'scheduled',
  QUEUED: 'queued',
  ROUTING: 'accepted',
  TRANSMITTING: 'accepted',
  DELIVERED: 'delivered',
  NO_ROUTE: 'without a route',
  EXHAUSTED: 'exhausted',
  EXPIRED: 'expired',
  FAILED: 'failed',
  CANCELED: 'canceled',
}

/** "20 packets in 3.1 s: 17 delivered, 2 exhausted, 1 failed." */
export function summaryOf(packets: readonly Packet[], elapsedMs: number): string {
  const counts = new Map<string, number>()
  for (const status of packetStatuses) {
    const count = packets.filter((packet) => packet.status === status).length
    if (count > 0) counts.set(words[status], (counts.get(words[status]) ?? 0) + count)
  }
  const parts = [...counts].map(([word, count]) => `${count} ${word}`)
  const total = packets.length === 1 ? '1 packet' : `${packets.length} packets`
  const told = parts.length === 0 ? '' : `: ${parts.join(', ')}`
  return `${total} in ${(elapsedMs / 1000).toFixed(1)} s${told}.`
}

/** News of a packet for a command that waits for it; the same text as long as nothing has changed. */
export function newsOf({ reason, stuck }: Packet): string {
  // A further try is no news.
  return stuck === null ? reason : explainStuck({ ...stuck, tries: null })
}

/** What went wrong and what to do, for any error. */
export function complaintAbout(error: unknown, url: string): string {
  if (error instanceof OutcomeUnknown) return unknownWords(error, url)
  if (!(error instanceof ClientError)) return describeFailure(error)
  const isStranger = error.code === 'INTERCEPTED' || (error.code === 'UNREADABLE' && !isOutage(error))
  if (isStranger) return strangerAt(url).message
  if (error.code === 'UNANSWERED' || error.code === 'UNREADABLE') return silence(error, url)
  if (error.code === 'STORE_UNREACHABLE') return `${storeSilence(url)}; try again in a moment.`
  return error.message
}

function unknownWords({ cause, repeatWith }: OutcomeUnknown, url: string): string {
  const what = mayHaveDone(cause, url)
  return repeatWith === null
    ? what
    : `${what}\nTo repeat it safely, give the same command ${repeatWith}: it takes effect only once.`
}

function mayHaveDone(cause: ClientError, url: string): string {
  const unknown = `so the outcome is unknown; look at ${url}${pagePaths.packets}.`
  if (cause.code === 'STORE_UNREACHABLE') return `${storeSilence(url)}, ${unknown}`
  if (cause.code !== 'UNANSWERED' && cause.code !== 'UNREADABLE') return cause.message
  return `${url} gave no complete answer (${silenceOf(cause).reason}), ${unknown}`
}

function storeSilence(url: string): string {
  return `PostgreSQL behind ${url} gave no answer for too long`
}

function silenceOf(error: ClientError): { reason: string; mayHaveArrived: boolean } {
  return error.status === null ? lostWords(error) : { reason: `status ${error.status}`, mayHaveArrived: true }
}

function silence(error: ClientError, url: string): string {
  const { reason, mayHaveArrived } = silenceOf(error)
  if (mayHaveArrived) return `${url} gave no complete answer (${reason}); try again in a moment.`
  return `Nothing answers at ${url} (${reason}); start Waybill with "npm start", or name a running one with --url.`
}
