/** The scoreboard of a window, made at most once a second however many ask. */
import 'server-only'
import type { Scoreboard, ScoreboardWindow } from '@/lib/contract/scoreboard'
import { inOrder, stateOf, untouched } from '@/lib/directory/state'
import { sharedDirectory } from '@/lib/server/directory/read'
import { settings } from '@/lib/server/env'
import { packetQuery } from '@/lib/server/packets/search'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { countWorkflows } from '@/lib/server/temporal/visibility'
import { follower } from './follower'
import { rowsOf } from './rows'

const maxAgeMs = 1_000
const settlingMaxAgeMs = 2_000

/** @throws ApiError TEMPORAL_UNREACHABLE when nothing was counted yet; later, an outage shows as lag only */
export async function readScoreboard(window: ScoreboardWindow): Promise<Scoreboard> {
  const { lookedAt } = await follower().ask()
  const known = await boards()[window].fresh()
  return { ...known, lagMs: Math.max(0, Date.now() - (lookedAt ?? 0)) }
}

const boards = processWide('scoreboards', () => {
  const shared = (window: ScoreboardWindow) => new SharedRead(() => make(window), maxAgeMs)
  return { '1h': shared('1h'), '24h': shared('24h'), '7d': shared('7d') }
})

const settling = processWide(
  'settling-packets',
  () => new SharedRead(() => countWorkflows(packetQuery({ flag: 'settling' })), settlingMaxAgeMs),
)

async function make(window: ScoreboardWindow): Promise<Omit<Scoreboard, 'lagMs'>> {
  const tail = await follower().ask()
  const settlingPackets = await settling()
    .fresh()
    .catch(() => null)
  const timeouts = await timeoutsInForce()
  const { board, since } = tail.counted.over(window, Date.now())
  return {
    window,
    since: new Date(since).toISOString(),
    completeSince: new Date(Math.max(since, tail.completeSince ?? Date.now())).toISOString(),
    rebuilding: tail.rebuilding && (tail.completeSince ?? 0) > since,
    countedPackets: board.packets,
    settlingPackets,
    items: rowsOf(board, timeouts),
  }
}

/** By the names of the providers in the order in force; as configured while the directory cannot be read. */
async function timeoutsInForce(): Promise<Map<string, number>> {
  const state = await sharedDirectory()
    .get()
    .then((directory) => directory.state)
    .catch(() => untouched)
  const entries = inOrder(state, settings().providers).map(({ name, receiptTimeoutMs }) => {
    return [name, stateOf(state, name).receiptTimeoutMs ?? receiptTimeoutMs] as const
  })
  return new Map(entries)
}
