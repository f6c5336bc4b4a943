/** What a failed call to Temporal means, and when one that was never answered has failed. */
import 'server-only'
import { WorkflowNotFoundError } from '@temporalio/common'
import { ApiError } from '@/lib/server/api-error'
import { processWide } from '@/lib/server/process-wide'
import { grpc, grpcCodeOf } from '@/lib/temporal/grpc'
import { saysDiskIsFull } from '@/lib/temporal/trouble'

/** What we have judged has a code of ours. */
function codeOf(error: unknown): number | null {
  return error instanceof ApiError ? null : grpcCodeOf(error)
}

/** A moment later it may well work; every change carries a request id, so that it is never made twice. */
export function isPassing(code: number): boolean {
  return code === grpc.UNAVAILABLE || code === grpc.ABORTED
}

/** Temporal could not be reached, or did not answer in time. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof SilenceError) return true
  const code = codeOf(error)
  return code === grpc.UNAVAILABLE || code === grpc.DEADLINE_EXCEEDED
}

/** Temporal does not take our credentials, or not for this. */
export function isForbidden(error: unknown): boolean {
  const code = codeOf(error)
  return code === grpc.PERMISSION_DENIED || code === grpc.UNAUTHENTICATED
}

/** Its answers come, but nothing new can be kept. */
export function isDiskFull(error: unknown): boolean {
  return saysDiskIsFull(messageOf(error))
}

/** Temporal answered that it did not take this now: it has too much to do, or the workflow is just closing. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === grpc.RESOURCE_EXHAUSTED
}

/** We ended the call ourselves, so it tells nothing of the server. */
export function isAborted(error: unknown): boolean {
  return codeOf(error) === grpc.CANCELLED
}

/** No such workflow, or one that has closed and hears no signal any more. */
export function isNotFound(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || codeOf(error) === grpc.NOT_FOUND
}

export function isInvalidArgument(error: unknown): boolean {
  return codeOf(error) === grpc.INVALID_ARGUMENT
}

/** The namespace is missing: the set-up has not run, or the settings name another one. */
export function isSetUpMissing(error: unknown): boolean {
  return isNotFound(error) && /namespace .*not found/i.test(messageOf(error))
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message} ${messageOf(error.cause)}`
}

const silenceMs = 2400

const heard = processWide('temporal-heard', () => ({ at: 0 }))

/** Temporal has just answered a call. */
export function noteAnswer(): void {
  heard().at = Date.now()
}

/** Nothing was heard from Temporal for too long. */
class SilenceError extends Error {
  override readonly name = 'SilenceError'
}

/**
 * Tells a server that is gone from one that is only slow: within 3 s a caller is to know of an outage, but a server that
 * goes on answering others is waited for.
 */
export class Silence {
  /** Rejects with a SilenceError as soon as no call has had an answer for the longest tolerable time. */
  readonly broken: Promise<never>
  readonly #startedAt = Date.now()
  #timer: NodeJS.Timeout | null = null

  constructor() {
    this.broken = new Promise((_, reject) => this.#listen(silenceMs, reject))
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #listen(ms: number, reject: (error: Error) => void): void {
    this.#timer = setTimeout(() => {
      const since = Math.max(this.#startedAt, heard().at)
      const left = since + silenceMs - Date.now()
      if (left <= 0) reject(new SilenceError(`Temporal has been silent for ${silenceMs} ms.`))
      else this.#listen(left, reject)
    }, ms)
  }
}
