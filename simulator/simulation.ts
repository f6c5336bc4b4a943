/** The whole state and behaviour of the simulator, without HTTP. */
import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { Carriers, Pace } from './carriers'
import { seededDraw } from './decision'
import { HandOverLog, HandOverMemory } from './hand-overs'
import { Journal, readJournal, snapshotOf } from './journal'
import { giveUpAfterMs, Outbox } from './outbox'
import { assign, type Profile, type ProfileAssignment } from './profile'
import { Recalls } from './recalls'
import type { PendingReceipt } from './receipt'
import { GreetingService, RoutingService } from './routing-service'
import { Stats } from './stats'

export interface SimulationSettings {
  providers: readonly ConfiguredProvider[]
  assignment: ProfileAssignment
  /** The percentage of questions to the routing service whose connection breaks. */
  errorChance: number
  seed: string
  journalPath: string
}

export class Simulation {
  readonly profiles: Map<string, Profile>
  readonly rows = new HandOverLog()
  readonly stats: Stats
  readonly carriers: Carriers
  readonly routing: RoutingService
  readonly greetings = new GreetingService()
  readonly #settings: SimulationSettings
  readonly #log: Logger
  readonly #providers: ReadonlyMap<string, ConfiguredProvider>
  readonly #memory = new HandOverMemory()
  readonly #journal: Journal
  readonly #outbox: Outbox
  readonly #recalls: Recalls
  readonly #pace = new Pace()
  readonly #stop = new AbortController()
  readonly #foreignSecret = `whsec_${randomBytes(32).toString('base64')}`

  constructor(settings: SimulationSettings, log: Logger) {
    this.#settings = settings
    this.#log = log
    this.#providers = new Map(settings.providers.map((provider) => [provider.name, provider]))
    this.profiles = assign(settings.assignment, this.#names())
    this.stats = new Stats(this.#names())
    const draw = seededDraw(settings.seed)
    this.routing = new RoutingService(settings.errorChance, draw)
    this.#outbox = new Outbox({
      secretOf: (receipt) => this.#receiptSecretOf(receipt),
      ended: (receipt) => this.#strike(receipt),
      draw,
      stats: this.stats,
      log,
    })
    const snapshot = () => snapshotOf(this.#memory.taken(), this.#outbox.pending(), this.#recalls.all())
    this.#journal = new Journal(settings.journalPath, snapshot)
    this.#recalls = new Recalls(this.#outbox, this.#journal)
    this.carriers = new Carriers({
      profiles: this.profiles,
      memory: this.#memory,
      rows: this.rows,
      outbox: this.#outbox,
      journal: this.#journal,
      recalls: this.#recalls,
      pace: this.#pace,
      stats: this.stats,
      draw,
    })
  }

  /** Aborts when the simulator stops. */
  get stopping(): AbortSignal {
    return this.#stop.signal
  }

  readonly secretsOf = (provider: string): readonly string[] | undefined =>
    this.#providers.get(provider)?.handOverSecrets

  /** Restores the state of the last run. Hand-overs that arrive meanwhile wait until the journal is open. */
  async resume(): Promise<void> {
    const { taken, recalled, pending, unreadable } = await readJournal(this.#settings.journalPath)
    const known = taken.filter(({ provider }) => this.#providers.has(provider))
    const owed = pending.filter((receipt) => this.#isOwed(receipt))
    for (const each of known) this.#memory.restore(each)
    for (const each of recalled) if (this.#providers.has(each.provider)) this.#recalls.restore(each)
    for (const receipt of owed) this.#outbox.add(receipt)
    await this.#journal.open()
    const dropped = pending.length - owed.length
    if (pending.length + unreadable === 0) return
    const level = dropped + unreadable === 0 ? 'info' : 'warn'
    this.#log[level]({ resumed: owed.length, dropped, unreadable }, 'took up the receipts of the last run')
  }

  health() {
    return { status: 'ok', seed: this.#settings.seed, pendingReceipts: this.#outbox.size }
  }

  /** Counters by provider, since the start or the last reset. */
  counted() {
    const rows = this.#names().map((name) => {
      const { receipts, ...counts } = this.stats.of(name)
      return [name, { ...counts, receipts: { ...receipts, pending: this.#outbox.pendingOf(name) } }] as const
    })
    return Object.fromEntries(rows)
  }

  /** Sends every owed receipt now instead of at its time; returns how many. */
  releaseReceipts(): number {
    return this.#outbox.release()
  }

  /** Restores the initial state: initial profiles, nothing seen, nothing owed. Returns how many receipts it dropped. */
  reset(): number {
    const dropped = this.#outbox.clear()
    this.#memory.clear()
    this.#recalls.clear()
    this.#pace.clear()
    this.#journal.forget()
    this.rows.clear()
    this.stats.clear()
    this.routing.reset()
    this.greetings.reset()
    const profiles = assign(this.#settings.assignment, this.#names())
    for (const [name, profile] of profiles) this.profiles.set(name, profile)
    return dropped
  }

  /** Sends delayed answers at once. */
  release(): void {
    this.#stop.abort()
  }

  /** Finishes requests under way within `graceMs`; receipts still owed stay on disk. */
  async close(graceMs: number): Promise<void> {
    await this.#outbox.stop(graceMs)
    await this.#journal.close()
    this.#log.info({ pendingReceipts: this.#outbox.size }, 'simulator stopped')
  }

  #names(): string[] {
    return this.#settings.providers.map(({ name }) => name)
  }

  #isOwed({ provider, dueAt }: PendingReceipt): boolean {
    return this.#providers.has(provider) && dueAt + giveUpAfterMs > Date.now()
  }

  #receiptSecretOf({ forged, provider }: PendingReceipt): string {
    const secret = forged ? this.#foreignSecret : this.#providers.get(provider)?.receiptSecrets[0]
    if (secret === undefined) throw new Error(`No receipt secret of "${provider}" is known.`)
    return secret
  }

  #strike({ id }: PendingReceipt): void {
    this.#journal.append({ type: 'ended', receipt: id }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      this.#log.error({ reason }, 'the end of a receipt could not be written; it will be sent again')
    })
  }
}
