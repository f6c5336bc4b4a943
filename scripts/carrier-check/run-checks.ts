/** Runs all checks against one carrier: the basic ones first on one packet, then, if it is accepted, all others. */
import { setMaxListeners } from 'node:events'
import { Bench, type Given, type SignedRequest } from './bench'
import { type CallbackPlace, CallbackServer } from './callback-server'
import { type Check, Finding } from './check'
import { copies, refusing, taking } from './checks/hand-overs'
import { recalling } from './checks/recalling'
import { basics, retrying } from './checks/receipts'
import type { Arrival } from './mailbox'

export interface Result {
  check: Pick<Check, 'name' | 'group' | 'title'>
  verdict: 'passed' | 'failed' | 'skipped'
  /** A remark, the finding, or why the check was skipped. */
  words: string
  /** The last request that a failed check sent. */
  request: SignedRequest | null
  arrival: Arrival | null
}

interface Order {
  given: Given
  place: CallbackPlace
  /** Run only these checks and the basic ones; null for all. */
  only: readonly string[] | null
  signal: AbortSignal
}

const others = [...taking, ...refusing, ...copies, ...retrying, ...recalling]

/** The names in the order in which they are reported. */
export function checkNames(): string[] {
  return [...Object.values(basics()), ...others].map(({ name }) => name)
}

/** @throws Problem when nothing answers at all, or when this process cannot listen for receipts */
export async function runChecks(order: Order): Promise<Result[]> {
  // Every waiting check adds a listener to this signal.
  setMaxListeners(0, order.signal)
  const server = await CallbackServer.start(order.place, order.signal)
  try {
    return await checkAt(server, order)
  } finally {
    await server.close()
  }
}

async function checkAt(server: CallbackServer, { given, only, signal }: Order): Promise<Result[]> {
  const firstBench = new Bench(given, server, signal, 0)
  const { accepts, receipt, signed } = basics()
  const chosen = others.filter(({ name }) => only === null || only.includes(name))
  const first = await make(accepts, firstBench, null)
  if (first.verdict === 'failed') {
    const why = 'a hand-over as Waybill sends it is not accepted'
    return inOrder([first, ...[receipt, signed, ...chosen].map((check) => skipped(check, why))])
  }
  const waitedFrom = performance.now()
  const second = await make(receipt, firstBench, null)
  // A receipt that has not arrived within twice the time of the first one is taken to be missing.
  const quietMs = Math.min(given.timeoutMs, Math.max(given.quietMs, (performance.now() - waitedFrom) * 2))
  const silent = second.verdict === 'failed' && second.arrival === null ? 'no receipt comes at all' : null
  const third = await make(signed, firstBench, silent)
  const rest = chosen.map((check) => make(check, new Bench(given, server, signal, quietMs), silent))
  return inOrder([first, second, third, ...(await Promise.all(rest))])
}

async function make(check: Check, bench: Bench, silent: string | null): Promise<Result> {
  const why = check.unless?.(bench.given) ?? (check.needsReceipts ? silent : null)
  if (why !== null) return skipped(check, why)
  try {
    const words = await check.run(bench)
    return { check, verdict: 'passed', words, request: null, arrival: null }
  } catch (error) {
    if (!(error instanceof Finding)) throw error
    const { message, arrival } = error
    return { check, verdict: 'failed', words: message, request: bench.requests.at(-1) ?? null, arrival }
  }
}

function skipped(check: Check, words: string): Result {
  return { check, verdict: 'skipped', words, request: null, arrival: null }
}

const groups = ['Hand-over', 'Receipt', 'Recall']

function inOrder(results: Result[]): Result[] {
  return results.sort((one, other) => groups.indexOf(one.check.group) - groups.indexOf(other.check.group))
}
