/** Holds the directory's state and log, applies what happens, and publishes what changed. */
import { upsertMemo } from '@temporalio/workflow'
import { memoOf } from '@/lib/contract/directory-memo'
import type { BreakerTripped, CarriedDirectory, ChangeSignal } from '@/lib/contract/directory-messages'
import { applyChange } from '@/lib/directory/apply-change'
import { nextProbeAt, probeWords, runningProbe } from '@/lib/directory/breaker'
import { type Change, type LoggedChange, logged } from '@/lib/directory/change'
import { type DirectoryState, type Probe, type ProbeResult, untouched } from '@/lib/directory/state'
import { acceptChange, acceptTrip } from './directory-request'

export class Directory {
  private state: DirectoryState
  private log: readonly LoggedChange[]
  private published: readonly LoggedChange[]
  private readonly started = new Set<string>()
  /** Counts what was logged in this run. */
  changes = 0

  constructor(carried: CarriedDirectory | undefined) {
    this.state = carried?.state ?? untouched
    this.log = carried?.log ?? []
    this.published = this.log
  }

  /** An operator's change is logged even when it made no difference: somebody wanted it, and said why. */
  change(signal: ChangeSignal): void {
    if (!acceptChange(signal)) return
    const { id, who, reason, what } = signal
    this.record({ id, who, reason, what, at: Date.now() }, { always: true })
  }

  trip(signal: BreakerTripped): void {
    if (!acceptTrip(signal)) return
    this.observe(signal.trip, signal.reason)
  }

  halfOpenDue(): void {
    for (const { name, breaker } of this.state.providers) {
      if (breaker?.nextProbeAt == null || breaker.nextProbeAt > Date.now()) continue
      this.observe({ do: 'half-open', provider: name }, breaker.reason)
    }
  }

  /** Probes that nobody has started yet; from now on they count as started. */
  newProbes(): [provider: string, probe: Probe][] {
    return this.state.providers.flatMap((provider) => {
      const probe = runningProbe(provider)
      const key = `${provider.name} ${probe?.number}`
      if (probe === null || this.started.has(key)) return []
      this.started.add(key)
      return [[provider.name, probe]]
    })
  }

  probed(provider: string, number: number, result: ProbeResult): void {
    this.observe({ do: 'probed', provider, number, result }, probeWords(result))
  }

  nextProbeAt(): number | null {
    return nextProbeAt(this.state)
  }

  isIdle(): boolean {
    return this.state.providers.every((provider) => runningProbe(provider) === null)
  }

  carry(): CarriedDirectory {
    return { state: this.state, log: this.log }
  }

  /** The state in force is short, the log may be longer; readers of the one need not parse the other. */
  publish(): void {
    if (this.log === this.published) return
    this.published = this.log
    upsertMemo(this.memo())
  }

  /** What readers see. */
  memo(): Record<string, unknown> {
    return memoOf(this.carry())
  }

  private observe(what: Change, reason: string): void {
    const id = `${what.do}-${this.state.changes + 1}`
    this.record({ id, who: null, reason, what, at: Date.now() }, { always: false })
  }

  private record(change: LoggedChange, { always }: { always: boolean }): void {
    const state = applyChange(this.state, change.what, change.at, change.reason)
    if (state === this.state && !always) return
    this.state = state
    this.log = logged(this.log, change)
    this.changes += 1
  }
}
