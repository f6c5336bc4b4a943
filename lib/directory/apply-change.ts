/**
 * The rules of the directory: one change in, the new state out. A change that makes no difference leaves the state
 * as it is, so that several workers and operators may ask for the same.
 */
import { beginProbe, endProbe, halfOpen, takeProbe, trip } from './breaker'
import type { Change } from './change'
import { resumeShare } from './sending'
import { type DirectoryState, stateOf, withProvider } from './state'

/** `at`: milliseconds since the epoch. */
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

/** Drained again, it keeps the moment since when and takes the newer reason. */
function drain(directory: DirectoryState, name: string, at: number, reason: string): DirectoryState {
  const since = stateOf(directory, name).drained?.since ?? at
  return withProvider(directory, name, { drained: { since, reason } })
}

/** While it resumes already, only the pace changes. */
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
