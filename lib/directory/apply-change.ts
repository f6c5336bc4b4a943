/**
 * The rules of the directory: applies one change and returns the new state. A change without effect returns the same
 * state, so that several workers and operators may ask for the same change.
 */
import { beginProbe, endProbe, halfOpen, takeProbe, trip } from './breaker'
import type { Change } from './change'
import { resumeShare } from './sending'
import { type DirectoryState, stateOf, withProvider } from './state'

/** @param at milliseconds since the epoch */
export function applyChange(
  directory: DirectoryState,
  change: Change,
  at: number,
  reason: string,
): DirectoryState {
  const changed = dispatch(directory, change, at, reason)
  return changed === directory ? directory : { ...changed, changes: directory.changes + 1 }
}

function dispatch(directory: DirectoryState, change: Change, at: number, reason: string): DirectoryState {
  switch (change.do) {
    case 'drain':
      return drain(directory, change.provider, at, reason)
    case 'resume':
      return withProvider(directory, change.provider, { drained: null })
    case 'set-timeout':
      return withProvider(directory, change.provider, { receiptTimeoutMs: change.receiptTimeoutMs })
    case 'reorder':
      return { ...directory, order: [...new Set(change.order)] }
    case 'pause':
      return { ...directory, paused: { since: directory.paused?.since ?? at, reason }, resumed: null }
    case 'resume-sending':
      return resumeSending(directory, change.overMs, at, reason)
    case 'set-routing':
      return { ...directory, routing: change.routing }
    case 'probe':
      return beginProbe(directory, change, at, reason)
    case 'trip':
      return trip(directory, change, at, reason)
    case 'half-open':
      return halfOpen(directory, change.provider, at)
    case 'take-probe':
      return takeProbe(directory, change.provider, at)
    case 'probed':
      return endProbe(directory, change, at)
  }
}

/** Draining a drained provider again keeps the original time and takes the new reason. */
function drain(directory: DirectoryState, name: string, at: number, reason: string): DirectoryState {
  const since = stateOf(directory, name).drained?.since ?? at
  return withProvider(directory, name, { drained: { since, reason } })
}

/** While sending is already resuming, only the pace changes. */
function resumeSending(
  directory: DirectoryState,
  overMs: number,
  at: number,
  reason: string,
): DirectoryState {
  if (resumeShare(directory, at) === 1) return directory
  const since = directory.resumed?.since ?? at
  return { ...directory, paused: null, resumed: { since, overMs, reason } }
}
