/**
 * Records since when receipts could be taken. Each web process reports regularly. Before a provider is blamed for
 * silence, the worker asks whether its receipt could have been taken.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { desc, eq, lt, sql } from 'drizzle-orm'
import { intakes } from './schema'
import type { Database } from './store'

/** A process that was not seen for this long cannot take receipts. Its row is kept as evidence for some days. */
const silentMs = 4_000
const forgottenMs = 4 * 86_400_000

/** One web process that takes receipts. */
export class Intake {
  readonly #process = randomUUID()
  /** The next report begins a new period: the process has just started, or could not take a receipt. */
  #isNew = true
  /** The latest report; it may be under way. */
  #report: Promise<void> = Promise.resolve()

  /** @param name its process id and machine, for people */
  constructor(
    private readonly db: Database,
    private readonly name: string,
  ) {}

  /** A receipt was refused because of an internal error. */
  interrupted(): void {
    this.#isNew = true
  }

  /** Must be called several times a second. A process that was silent for too long begins a new period. */
  seen(): Promise<void> {
    this.#report = this.#store()
    return this.#report
  }

  async #store(): Promise<void> {
    try {
      await this.db.transaction(async (tx) => {
        // Read once there is a connection: a receipt may be refused while the report waits for one.
        const isNew = this.#isNew
        this.#isNew = false
        const begins = sql`case when ${isNew} or ${intakes.seenAt} < clock_timestamp() - ${silentMs} * interval '1 ms' then clock_timestamp() else ${intakes.upSince} end`
        await tx
          .insert(intakes)
          .values({
            process: this.#process,
            name: this.name,
            upSince: sql`clock_timestamp()`,
            seenAt: sql`clock_timestamp()`,
          })
          .onConflictDoUpdate({
            target: intakes.process,
            set: { upSince: begins, seenAt: sql`clock_timestamp()` },
          })
      })
    } catch (error) {
      this.#isNew = true
      throw error
    }
  }

  /** The process stops in an orderly way and another may take its place, which is no interruption. */
  async closed(): Promise<void> {
    // A report that is under way would otherwise be stored after this.
    await this.#report.catch(() => undefined)
    await this.db.delete(intakes).where(eq(intakes.process, this.#process))
    await this.db.delete(intakes).where(lt(intakes.seenAt, sql`now() - ${forgottenMs} * interval '1 ms'`))
  }
}

/** A web process that takes receipts. Times are of the database's clock. */
export interface IntakeSeen {
  name: string
  /** Null if the process fell silent and cannot take receipts. */
  upSince: Date | null
  seenAt: Date
}

/** The processes that are up, and those that fell silent within the last hour without an orderly stop. */
export async function readIntakes(db: Database): Promise<IntakeSeen[]> {
  const isUp = sql<boolean>`${intakes.seenAt} >= now() - ${silentMs} * interval '1 ms'`
  const rows = await db
    .select({ name: intakes.name, upSince: intakes.upSince, seenAt: intakes.seenAt, isUp })
    .from(intakes)
    .where(sql`${intakes.seenAt} > now() - interval '1 hour'`)
    .orderBy(desc(intakes.seenAt))
    .limit(mostSeen)
  return rows.map(({ isUp, upSince, ...row }) => ({ ...row, upSince: isUp ? upSince : null }))
}

const mostSeen = 100

const askAgainMs = 100

/**
 * Since when receipts could be taken without interruption, in milliseconds of the caller's clock; null if none can be
 * taken now. A process that fell silent may have lost receipts, so the time counts from when it was last seen. A
 * process that may have just died is waited for until it is heard again or counts as silent.
 */
export async function intakeUpSince(db: Database): Promise<number | null> {
  const { rows } = await db.execute<{ asked_at: string }>(sql`select now()::text as asked_at`)
  const askedAt = { here: Date.now(), there: rows[0]?.asked_at ?? '' }
  while (await isAnyUnheard(db, askedAt.there)) await pause(askAgainMs)
  const upMs = await upForMs(db, askedAt.there)
  return upMs === null ? null : askedAt.here - upMs
}

/** Whether a process that counts as up has not reported since then. */
async function isAnyUnheard(db: Database, since: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select from ${intakes}
    where seen_at >= now() - ${silentMs} * interval '1 ms' and seen_at < ${since}::timestamptz limit 1`)
  return rows.length > 0
}

async function upForMs(db: Database, until: string): Promise<number | null> {
  const { rows } = await db.execute<{ up_ms: number }>(sql`
    select greatest(0, extract(epoch from ${until}::timestamptz - greatest(
      (select min(up_since) from ${intakes} where seen_at >= now() - ${silentMs} * interval '1 ms'),
      (select max(seen_at) from ${intakes} where seen_at < now() - ${silentMs} * interval '1 ms')
    )) * 1000)::float8 as up_ms
    where exists (select 1 from ${intakes} where seen_at >= now() - ${silentMs} * interval '1 ms')`)
  return rows[0]?.up_ms ?? null
}
