/**
 * Since when receipts could be taken. Each web process says that it is there; before a provider is blamed for its
 * silence, the worker asks whether one would have been heard.
 */
import { randomUUID } from 'node:crypto'
import { eq, lt, sql } from 'drizzle-orm'
import { intakes } from './schema'
import type { Database } from './store'

/** One that has not been seen for this long cannot take receipts; its row is proof of that for some days. */
const silentMs = 4_000
const forgottenMs = 4 * 86_400_000

/** One web process as a taker of receipts. */
export class Intake {
  readonly #process = randomUUID()
  /** Its next word begins a new time: it has just started, or could not take a receipt. */
  #isNew = true

  constructor(private readonly db: Database) {}

  /** A receipt was refused through a fault of ours. */
  interrupted(): void {
    this.#isNew = true
  }

  /** To be called every second. A process that was silent for too long begins anew. */
  async seen(): Promise<void> {
    const isNew = this.#isNew
    this.#isNew = false
    try {
      const begins = sql`case when ${isNew} or ${intakes.seenAt} < now() - ${silentMs} * interval '1 ms' then now() else ${intakes.upSince} end`
      await this.db
        .insert(intakes)
        .values({ process: this.#process, upSince: sql`now()`, seenAt: sql`now()` })
        .onConflictDoUpdate({ target: intakes.process, set: { upSince: begins, seenAt: sql`now()` } })
    } catch (error) {
      this.#isNew = true
      throw error
    }
  }

  /** It stops in an orderly way, and another may take its place: that is no interruption. */
  async closed(): Promise<void> {
    await this.db.delete(intakes).where(eq(intakes.process, this.#process))
    await this.db.delete(intakes).where(lt(intakes.seenAt, sql`now() - ${forgottenMs} * interval '1 ms'`))
  }
}

/**
 * Milliseconds for which receipts could have been taken without an interruption; 0 where none could be taken now. A
 * process that fell silent took some with it, as long as nothing else is known.
 */
export async function intakeUpForMs(db: Database): Promise<number> {
  const { rows } = await db.execute<{ up_ms: number }>(sql`
    select coalesce(extract(epoch from now() - greatest(
      (select min(up_since) from ${intakes} where seen_at >= now() - ${silentMs} * interval '1 ms'),
      (select max(seen_at) from ${intakes} where seen_at < now() - ${silentMs} * interval '1 ms')
    )) * 1000, 0)::float8 as up_ms
    where exists (select 1 from ${intakes} where seen_at >= now() - ${silentMs} * interval '1 ms')`)
  return rows[0]?.up_ms ?? 0
}
