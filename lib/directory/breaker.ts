/**
 * A provider's circuit breaker: opens when hand-overs fail, is probed after a wait, and closes when a probe succeeds.
 */
import { formatDuration } from '@/lib/packet/duration'
import {
  type Breaker,
  type DirectoryState,
  isBroken,
  type Probe,
  type ProbeEnding,
  type ProbeResult,
  type ProviderState,
  stateOf,
  withProvider,
} from './state'

const longestWaitMs = 600_000

export interface Trip {
  readonly provider: string
  readonly firstProbeMs: number
  readonly receiptTimeoutMs: number
}

/** Opens a closed breaker. Does nothing if it is open already, because several workers may find the same fault. */
export function trip(directory: DirectoryState, by: Trip, at: number, reason: string): DirectoryState {
  const { breaker } = stateOf(directory, by.provider)
  if (breaker !== null && breaker.is !== 'closed') return directory
  const { firstProbeMs, receiptTimeoutMs } = by
  // A passed probe resets `openings`. If the breaker closed without a passed probe, the count applies for a while.
  const before = breaker !== null && at - breaker.since < longestWaitMs ? breaker.openings : 0
  const opened = { openings: before + 1, firstProbeMs, receiptTimeoutMs }
  return withProvider(directory, by.provider, { breaker: open(opened, at, reason) })
}

/** Begins a probe, unless one is running. An open breaker becomes half-open until the probe ends. */
export function beginProbe(
  directory: DirectoryState,
  by: { readonly provider: string; readonly receiptTimeoutMs: number },
  at: number,
  reason: string,
): DirectoryState {
  const state = stateOf(directory, by.provider)
  const running = runningProbe(state)
  const opened = state.breaker?.is === 'open' ? state.breaker : null
  if (running !== null && opened === null) return directory
  const receiptTimeoutMs = state.receiptTimeoutMs ?? by.receiptTimeoutMs
  const begun = { number: directory.changes + 1, since: at, takenAt: null, receiptTimeoutMs, result: null }
  const probe = running ?? begun
  const halfOpen = opened && { ...opened, is: 'half-open' as const, since: at, reason, nextProbeAt: null }
  return withProvider(directory, by.provider, { probe, breaker: halfOpen ?? state.breaker })
}

/** The wait of an open breaker is over; a worker takes the probe in the same step. */
export function halfOpen(directory: DirectoryState, provider: string, at: number): DirectoryState {
  const { breaker } = stateOf(directory, provider)
  if (breaker?.is !== 'open' || breaker.nextProbeAt === null || breaker.nextProbeAt > at) return directory
  const { receiptTimeoutMs } = breaker
  const probing = beginProbe(directory, { provider, receiptTimeoutMs }, at, `probed after ${breaker.reason}`)
  return takeProbe(probing, provider, at)
}

/** A worker takes the running probe to hand it over. */
export function takeProbe(directory: DirectoryState, provider: string, at: number): DirectoryState {
  const running = runningProbe(stateOf(directory, provider))
  if (running === null || running.takenAt !== null) return directory
  return withProvider(directory, provider, { probe: { ...running, takenAt: at } })
}

/** Ends a probe: closes a half-open breaker, or opens it again for twice as long. */
export function endProbe(
  directory: DirectoryState,
  ended: { readonly provider: string; readonly number: number; readonly result: ProbeResult },
  at: number,
): DirectoryState {
  const state = stateOf(directory, ended.provider)
  const running = runningProbe(state)
  if (running?.number !== ended.number) return directory
  const probe = { ...running, result: ended.result }
  return withProvider(directory, ended.provider, {
    probe,
    breaker: afterProbe(state.breaker, ended.result, at),
  })
}

function afterProbe(breaker: Breaker | null, result: ProbeResult, at: number): Breaker | null {
  if (breaker?.is !== 'half-open') return breaker
  const reason = probeWords(result)
  switch (effects[result.is]) {
    case 'closes':
      return { ...breaker, is: 'closed', since: at, reason, nextProbeAt: null, openings: 0 }
    case 'closes for a try':
      return { ...breaker, is: 'closed', since: at, reason, nextProbeAt: null }
    case 'opens':
      return open({ ...breaker, openings: breaker.openings + 1 }, at, reason)
    case 'forgets':
      return null
  }
}

/**
 * A breaker is about failing hand-overs. A provider that answers takes hand-overs again, even if it refuses the test
 * packet. A provider that is no longer configured has no breaker. If no probe can be sent, the breaker closes after its
 * wait and real packets test the provider; new failures open it again for twice as long.
 */
const effects: Record<ProbeEnding, 'closes' | 'closes for a try' | 'opens' | 'forgets'> = {
  confirmed: 'closes',
  refused: 'closes',
  rejected: 'closes',
  unreachable: 'opens',
  silent: 'opens',
  lost: 'opens',
  unsent: 'closes for a try',
  unknown: 'forgets',
}

/** Whether the probe shows that the provider takes hand-overs. */
export function passed({ is }: ProbeResult): boolean {
  return effects[is] === 'closes'
}

type Opening = Pick<Breaker, 'openings' | 'firstProbeMs' | 'receiptTimeoutMs'>

function open({ openings, firstProbeMs, receiptTimeoutMs }: Opening, at: number, reason: string): Breaker {
  const wait = Math.min(longestWaitMs, firstProbeMs * 2 ** Math.min(openings - 1, 20))
  return { is: 'open', since: at, reason, nextProbeAt: at + wait, openings, firstProbeMs, receiptTimeoutMs }
}

export function runningProbe({ probe }: ProviderState): Probe | null {
  return probe !== null && probe.result === null ? probe : null
}

/** Whether the provider needs probes: its breaker is not closed, or an operator has asked for a probe. */
export function isToBeProbed(state: ProviderState): boolean {
  return isBroken(state) || runningProbe(state) !== null
}

/** How a probe ended, as a clause: "the probe was confirmed after 1.2 s". */
export function probeWords({ is, ms, detail }: ProbeResult): string {
  const why = detail === null ? '' : `: ${detail}`
  switch (is) {
    case 'confirmed':
      return ms === null ? 'the probe was confirmed' : `the probe was confirmed after ${formatDuration(ms)}`
    case 'refused':
      return `the probe was answered with a refusal${why}`
    case 'rejected':
      return `the probe was rejected${why}`
    case 'unreachable':
      return `the probe did not get through${why}`
    case 'silent':
      return 'the probe got no receipt'
    case 'lost':
      return `the probe was lost${why}`
    case 'unsent':
      return `no probe could be sent${why}, so packets find out`
    case 'unknown':
      return 'it is not configured any more'
  }
}
