/** The packets that are in flight or have just ended, with a mark that shows changes. */
import { sql } from 'drizzle-orm'
import { endStatuses } from '@/lib/packet/packet'
import { packets } from './schema'
import { type Database, runPlanned } from './store'

export interface BoardMark {
  id: string
  /** The workflow of the packet. */
  owner: string
  /** Differs after each change of the packet: the id of the transaction that wrote it last. */
  mark: string
  inFlight: boolean
}

interface Scope {
  mostInFlight: number
  mostEnded: number
  /** Milliseconds since the epoch. */
  endedSince: number
}

/** The packets in flight that were submitted first, and those that ended last. */
export async function readBoardMarks(
  db: Database,
  { mostInFlight, mostEnded, endedSince }: Scope,
): Promise<BoardMark[]> {
  const ended = sql.join(
    endStatuses.map((status) => sql`${status}`),
    sql`, `,
  )
  return runPlanned<BoardMark>(
    db,
    'read board marks',
    sql`
    (select id, owner, xmin::text as mark, true as "inFlight" from ${packets}
      where rank = 'infinity' order by created_at, id limit ${mostInFlight})
    union all
    (select id, owner, xmin::text as mark, false as "inFlight" from ${packets}
      where resting in (${ended}) and rank > ${new Date(endedSince)} order by rank desc limit ${mostEnded})`,
  )
}
