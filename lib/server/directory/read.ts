/** The provider directory from the store, read at most once a second, and its form in the API. */
import 'server-only'
import type { ChangeView, ProbeView, ProviderStateView, SendingView } from '@/lib/contract/provider-list'
import { probeWorkflowId } from '@/lib/contract/workflows'
import { isObserved, type LoggedChange } from '@/lib/directory/change'
import { explainChange } from '@/lib/directory/explain'
import { resumeShare } from '@/lib/directory/sending'
import type { Breaker, DirectoryState, Probe, ProviderState, Standing } from '@/lib/directory/state'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { readChanges, readDirectory } from '@/lib/store/directory'

const maxAgeMs = 1000
const mostChanges = 50

export interface KnownDirectory {
  state: DirectoryState
  /** The last fifty, newest first. */
  log: LoggedChange[]
}

export const sharedDirectory = processWide('directory', () => new SharedRead(readKnown, maxAgeMs))

/** Reads the state in force and the last changes. @throws ApiError STORE_UNREACHABLE */
export async function readKnown(): Promise<KnownDirectory> {
  const [state, log] = await Promise.all([
    callStore(readDirectory),
    callStore((db) => readChanges(db, mostChanges)),
  ])
  return { state, log }
}

export function showState(state: ProviderState, configuredTimeoutMs: number): ProviderStateView {
  return {
    drained: state.drained && showStanding(state.drained),
    breaker: showBreaker(state.breaker),
    receiptTimeoutMs: state.receiptTimeoutMs ?? configuredTimeoutMs,
    configuredTimeoutMs,
    probe: state.probe && showProbe(state.name, state.probe),
  }
}

export function showSending(state: DirectoryState, now: number): SendingView {
  const { paused, resumed } = state
  const share = resumeShare(state, now)
  const standing = paused ?? (share < 1 ? resumed : null)
  return {
    paused: paused !== null,
    since: standing && iso(standing.since),
    reason: standing?.reason ?? null,
    resumeShare: share,
  }
}

export function showChange({ id, at, who, reason, what }: LoggedChange): ChangeView {
  return {
    id,
    at: iso(at),
    who,
    automatic: isObserved(what),
    action: what.do,
    provider: 'provider' in what ? what.provider : null,
    what: explainChange(what),
    reason,
  }
}

function showStanding({ since, reason }: Standing) {
  return { since: iso(since), reason }
}

function showBreaker(breaker: Breaker | null): ProviderStateView['breaker'] {
  if (breaker === null) return { state: 'closed', since: null, reason: null, nextProbeAt: null }
  const { is, since, reason, nextProbeAt } = breaker
  return { state: is, since: iso(since), reason, nextProbeAt: nextProbeAt === null ? null : iso(nextProbeAt) }
}

function showProbe(provider: string, { since, takenAt, result }: Probe): ProbeView {
  return {
    workflowId: probeWorkflowId(provider),
    since: iso(since),
    phase: result?.is ?? (takenAt === null ? 'queued' : 'sent'),
    ms: result?.ms ?? null,
    detail: result?.detail ?? null,
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
