/** Which store this is and how far it has come, and whether that is what Temporal has seen of it. */
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

/** Differs when packets have changed; the server counts it, at most a second late, and may begin anew. */
export async function countChanges(db: Database): Promise<string> {
  const { rows } = await db.execute<{ changes: string }>(sql`
    select n_tup_ins + n_tup_upd + n_tup_del as changes from pg_stat_user_tables where relname = 'packets'`)
  return String(rows[0]?.changes)
}

/**
 * By one; null where another worker has done so within this time, or where it is behind what is known: a store that was set
 * back a moment ago must not catch up unnoticed.
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

/** `older`: it was restored from a copy of an earlier moment. `other`: Temporal belongs to another store. */
export type SetBack = 'older' | 'other'

/**
 * Compares the store with the furthest that is known of it, by Temporal and by this process. The mark is raised in the
 * store first, so that it is never behind what Temporal said before, unless it was set back.
 */
export class SetBackWatch {
  #known: StoreMark | null = null

  constructor(
    private readonly readStore: () => Promise<StoreMark>,
    /** Null where Temporal knows of no store. */
    private readonly readTemporal: () => Promise<StoreMark | null>,
  ) {}

  /** Null while all is well. Fails while it cannot be told. */
  async check(): Promise<SetBack | null> {
    const [asked] = await Promise.allSettled([this.readTemporal()])
    const store = await this.readStore()
    if (asked.status === 'fulfilled') this.#known = furthest(this.#known, asked.value)
    const found = this.#known === null ? null : setBackFrom(this.#known, store)
    if (found === null && asked.status === 'rejected') throw asked.reason
    if (found === null) this.#known = store
    return found
  }

  /** How far this store is known to have come. */
  get highWater(): number {
    return this.#known?.highWater ?? 0
  }

  /** This process has raised it so far. */
  raised(mark: StoreMark): void {
    this.#known = mark
  }
}

function setBackFrom(known: StoreMark, store: StoreMark): SetBack | null {
  if (known.id !== store.id) return 'other'
  return store.highWater < known.highWater ? 'older' : null
}

/** Temporal has the last word on which store it is. */
function furthest(known: StoreMark | null, told: StoreMark | null): StoreMark | null {
  if (known === null || told === null) return told ?? known
  return known.id === told.id && known.highWater > told.highWater ? known : told
}

const whatNow =
  'Nothing is accepted, started or handed over until "npm run reconcile" has shown what differs, and "npm run reconcile -- --apply" has mended it.'

export const setBackWords: Readonly<Record<SetBack, string>> = {
  older: `The store was set back: Temporal has seen it further on than it is. ${whatNow}`,
  other: `This is not the store that Temporal knows. Correct DATABASE_URL or TEMPORAL_ADDRESS where one of them is wrong. ${whatNow}`,
}
