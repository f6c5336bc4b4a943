/** The identity and mark of this store, and whether they agree with what Temporal knows. */
import { and, eq, gte, lt, sql } from 'drizzle-orm'
import type { StoreMark } from '@/lib/contract/workflows'
import { installation } from './schema'
import type { Database } from './store'

export interface Installation extends StoreMark {
  /** When the mark was last raised, by the database's clock; milliseconds since the epoch. */
  raisedAt: number
}

const { id, highWater, raisedAt } = installation

export async function readInstallation(db: Database): Promise<Installation> {
  const [row] = await db.select({ id, highWater, raisedAt }).from(installation)
  if (row === undefined)
    throw new Error('The table "installation" is empty; it has one row since the first start.')
  return { ...row, raisedAt: row.raisedAt.getTime() }
}

/** A value that differs if packets have changed. PostgreSQL's statistics are up to a second late and may be reset. */
export async function countChanges(db: Database): Promise<string> {
  const { rows } = await db.execute<{ changes: string }>(sql`
    select n_tup_ins + n_tup_upd + n_tup_del as changes from pg_stat_user_tables where relname = 'packets'`)
  return String(rows[0]?.changes)
}

/**
 * Raises the mark by one. Null if another worker has done so within this time, or if the mark is lower than the known
 * one: a store that was just set back must not catch up unnoticed.
 */
export async function raiseMark(
  db: Database,
  { everyMs, known }: { everyMs: number; known: number },
): Promise<StoreMark | null> {
  const [row] = await db
    .update(installation)
    .set({ highWater: sql`${highWater} + 1`, raisedAt: sql`now()` })
    .where(and(lt(raisedAt, sql`now() - ${everyMs} * interval '1 ms'`), gte(highWater, known)))
    .returning({ id, highWater })
  return row ?? null
}

export async function setMark(db: Database, mark: StoreMark): Promise<void> {
  await db
    .update(installation)
    .set({ highWater: mark.highWater, raisedAt: sql`now()` })
    .where(and(eq(installation.single, true), eq(id, mark.id)))
}

/** `older`: the store was restored from an earlier copy. `other`: Temporal knows another store. */
export type SetBack = 'older' | 'other'

/**
 * Compares the store with the highest mark that Temporal or this process knows. The mark is raised in the store first,
 * so the store is behind Temporal only if it was set back.
 */
export class SetBackWatch {
  #known: StoreMark | null = null

  constructor(
    private readonly readStore: () => Promise<StoreMark>,
    /** Null if Temporal knows no store. */
    private readonly readTemporal: () => Promise<StoreMark | null>,
  ) {}

  /** Null if all is well. Rejects if that cannot be determined. */
  async check(): Promise<SetBack | null> {
    const [asked] = await Promise.allSettled([this.readTemporal()])
    const store = await this.readStore()
    if (asked.status === 'fulfilled') this.#known = furthest(this.#known, asked.value)
    const found = this.#known === null ? null : setBackFrom(this.#known, store)
    if (found === null && asked.status === 'rejected') throw asked.reason
    if (found === null) this.#known = store
    return found
  }

  /** The highest known mark of this store. */
  get highWater(): number {
    return this.#known?.highWater ?? 0
  }

  /** Records that this process has raised the mark. */
  raised(mark: StoreMark): void {
    this.#known = mark
  }
}

function setBackFrom(known: StoreMark, store: StoreMark): SetBack | null {
  if (known.id !== store.id) return 'other'
  return store.highWater < known.highWater ? 'older' : null
}

/** If the ids differ, Temporal's mark counts. */
function furthest(known: StoreMark | null, told: StoreMark | null): StoreMark | null {
  if (known === null || told === null) return told ?? known
  return known.id === told.id && known.highWater > told.highWater ? known : told
}

const whatNow =
  'Nothing is accepted, started or handed over until "npm run reconcile" has shown what differs, and "npm run reconcile -- --apply" has repaired it.'

export const setBackWords: Readonly<Record<SetBack, string>> = {
  older: `The store was set back: Temporal has seen a later state of it. ${whatNow}`,
  other: `This is not the store that Temporal knows. If DATABASE_URL or TEMPORAL_ADDRESS is wrong, correct it. ${whatNow}`,
}
