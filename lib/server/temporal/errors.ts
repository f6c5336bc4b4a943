/** Classifies failed calls to Temporal, and detects calls that will not be answered. */
import 'server-only'
import { WorkflowNotFoundError } from '@temporalio/common'
import { ApiError } from '@/lib/server/api-error'
import { processWide } from '@/lib/server/process-wide'
import { grpc, grpcCodeOf } from '@/lib/temporal/grpc'
import { saysDiskIsFull } from '@/lib/temporal/trouble'

/** The gRPC code of an error; null for an `ApiError`, which is already classified. */
function codeOf(error: unknown): number | null {
  return error instanceof ApiError ? null : grpcCodeOf(error)
}

/** Transient errors. Retrying is safe: every change carries a request id, so that it is made only once. */
export function isPassing(code: number): boolean {
  return code === grpc.UNAVAILABLE || code === grpc.ABORTED
}

/** Temporal could not be reached, or did not answer in time. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof SilenceError) return true
  const code = codeOf(error)
  return code === grpc.UNAVAILABLE || code === grpc.DEADLINE_EXCEEDED
}

/** Temporal rejects our credentials, or they do not permit this call. */
export function isForbidden(error: unknown): boolean {
  const code = codeOf(error)
  return code === grpc.PERMISSION_DENIED || code === grpc.UNAUTHENTICATED
}

/** Temporal answers, but cannot store anything. */
export function isDiskFull(error: unknown): boolean {
  return saysDiskIsFull(messageOf(error))
}

/** Temporal refused the call for now: it is overloaded, or the workflow is just closing. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === grpc.RESOURCE_EXHAUSTED
}

/** We canceled the call, so it says nothing about the server. */
export function isAborted(error: unknown): boolean {
  return codeOf(error) === grpc.CANCELLED
}

/** The workflow does not exist, or has closed and takes no more signals. */
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

/** By the monotonic clock, so that a change of the system's time is not taken for silence, or hides it. */
const heard = processWide('temporal-heard', () => ({ at: 0 }))

/** Temporal has just answered a call. */
export function noteAnswer(): void {
  heard().at = performance.now()
}

/** Temporal has not answered any call for too long. */
class SilenceError extends Error {
  override readonly name = 'SilenceError'
}

/**
 * Distinguishes a server that is gone from a slow one: a caller learns of an outage within 3 s, but a server that
 * still answers other calls is waited for.
 */
export class Silence {
  /** Rejects with a SilenceError once no call has been answered for the longest tolerable time. */
  readonly broken: Promise<never>
  readonly #startedAt = performance.now()
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
      const left = since + silenceMs - performance.now()
      if (left <= 0) reject(new SilenceError(`Temporal has been silent for ${silenceMs} ms.`))
      else this.#listen(left, reject)
    }, ms)
  }
}
