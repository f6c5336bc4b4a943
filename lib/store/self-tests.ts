/** Self-tests of the last day, with what is known of each. */
import { desc, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { SelfTestFacts } from '@/lib/contract/self-test'
import { selfTests } from './schema'
import { type Database, toJson } from './store'

export interface KeptSelfTest {
  id: string
  workflowId: string
  startedAt: Date
  endedAt: Date | null
  facts: SelfTestFacts
}

/**
 * Merges new facts into the stored ones. Facts about an unfinished self-test do not override those of a finished one.
 */
export async function keepSelfTest(db: Database, { facts, ...row }: KeptSelfTest): Promise<void> {
  const json = sql`${toJson(facts)}::jsonb`
  await db
    .insert(selfTests)
    .values({ ...row, facts: json })
    .onConflictDoUpdate({
      target: selfTests.id,
      set: {
        endedAt: sql`coalesce(${selfTests.endedAt}, excluded.ended_at)`,
        facts: sql`case when ${selfTests.endedAt} is not null and excluded.ended_at is null
          then excluded.facts || ${selfTests.facts} else ${selfTests.facts} || excluded.facts end`,
      },
    })
}

/** Newest first. */
export function readSelfTests(db: Database, most: number): Promise<KeptSelfTest[]> {
  return db.select().from(selfTests).orderBy(desc(selfTests.startedAt)).limit(most)
}

/** Self-tests that have not ended, as far as is known. */
export async function findOpenSelfTests(db: Database): Promise<Pick<KeptSelfTest, 'id' | 'workflowId'>[]> {
  const { id, workflowId } = selfTests
  return db.select({ id, workflowId }).from(selfTests).where(isNull(selfTests.endedAt))
}

/** Those of these self-tests that are known to have ended. */
export async function findEndedSelfTests(db: Database, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: selfTests.id })
    .from(selfTests)
    .where(sql`${inArray(selfTests.id, [...ids])} and ${selfTests.endedAt} is not null`)
  return new Set(rows.map(({ id }) => id))
}

export async function forgetOldSelfTests(db: Database, before: Date): Promise<void> {
  await db.delete(selfTests).where(lt(selfTests.startedAt, before))
}
