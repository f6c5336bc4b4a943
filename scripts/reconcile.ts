// `npm run reconcile`: compares a store that was set back with what Temporal's workflows say, and repairs the store. It
// sends nothing.
import { parseArgs } from 'node:util'
import type { Client } from '@temporalio/client'
import type { PacketEnd } from '@/lib/contract/workflows'
import { takeEnd } from '@/lib/packet/take-end'
import { readInstallation, setMark } from '@/lib/store/installation'
import {
  type Carrier,
  closeWith,
  enterLost,
  findOpen,
  findStored,
  giveTo,
  type StoredPacket,
} from '@/lib/store/mending'
import { type Database, openStore, StoreError, storeErrorOf } from '@/lib/store/store'
import { type Carriage, type CarriedPacket, listCarriages, retentionMs } from '@/lib/temporal/carriage'
import { readMark, replaceMark } from '@/lib/temporal/store-mark'
import { Problem } from './console/problem'
import { loadDotenv } from './stack/dotenv'
import { connectTemporal, databaseUrlOf } from './stack/servers'
import { readSettings } from './stack/settings'

/** What can be found about a packet, and what is done about it. */
export const findings = {
  underWay: 'Under way; they go on in their workflows',
  lostUnderWay: 'Missing in the store and under way; they are entered without contents, and go on',
  ended: 'Ended since; their ends are taken from their workflows',
  lostEnded: 'Missing in the store and ended; they are entered without contents',
  unknown: 'Begun, but no workflow knows what became of them; they fail, and are not retried',
  gone: 'Missing in the store, and only their ids are known; nothing is done',
  fresh: 'Not begun; they are delivered as usual',
} as const
export type Finding = keyof typeof findings

/** The packets' ids by finding; `null` when the store is the one that Temporal knows. */
export type Differences = Record<Finding, string[]> | null

export interface Reconciling {
  db: Database
  client: Client
  /** Whether to repair the store; otherwise the differences are only reported. */
  apply: boolean
}

/** Tolerance for differing clocks and for the time that copying takes. */
const marginMs = 10 * 60_000
/** How far the mark is raised: more than any process can have read of it. */
const step = 1_000
const mostAtOnce = 500

export async function reconcile({ db, client, apply }: Reconciling): Promise<Differences> {
  const store = await readInstallation(db)
  const told = await readMark(client)
  if (told === null || (told.id === store.id && told.highWater <= store.highWater)) return null
  const carried = await latestCarriers(client, told.id === store.id ? store.raisedAt - marginMs : null)
  // When the copy is older than Temporal's retention, any packet may have been delivered and its workflow deleted.
  const isForgotten = Date.now() - store.raisedAt > (await retentionMs(client))
  const mending = new Mending(db, apply)
  await mending.carried(carried)
  await mending.left(carried, isForgotten)
  if (apply) {
    const mark = { id: store.id, highWater: Math.max(store.highWater, told.highWater) + step }
    await setMark(db, mark)
    await replaceMark(client, mark)
  }
  return mending.found
}

interface CarriedBy {
  carriage: Carriage
  packet: CarriedPacket
}

/** For each packet the workflow that carried it last. */
async function latestCarriers(client: Client, since: number | null): Promise<Map<string, CarriedBy>> {
  const latest = new Map<string, CarriedBy>()
  for await (const carriage of listCarriages(client, since)) {
    for (const packet of carriage.packets) {
      const known = latest.get(packet.id)
      if (known === undefined || isLater({ carriage, packet }, known))
        latest.set(packet.id, { carriage, packet })
    }
  }
  return latest
}

function isLater(one: CarriedBy, other: CarriedBy): boolean {
  if (one.packet.epoch !== other.packet.epoch) return one.packet.epoch > other.packet.epoch
  // A workflow that was not granted a packet knows nothing about it.
  if (one.carriage.isRunning !== other.carriage.isRunning) return one.carriage.isRunning
  return other.packet.claimed === null
}

class Mending {
  readonly found: Record<Finding, string[]> = {
    underWay: [],
    lostUnderWay: [],
    ended: [],
    lostEnded: [],
    unknown: [],
    gone: [],
    fresh: [],
  }

  constructor(
    private readonly db: Database,
    private readonly apply: boolean,
  ) {}

  async carried(carriers: ReadonlyMap<string, CarriedBy>): Promise<void> {
    for (const ids of batches([...carriers.keys()])) {
      const stored = new Map((await findStored(this.db, ids)).map((packet) => [packet.id, packet]))
      for (const id of ids) {
        const carrier = carriers.get(id)
        const known = stored.get(id)
        if (carrier === undefined) continue
        if (known === undefined) await this.#lost(carrier)
        else if (!known.isClosed && known.epoch <= carrier.packet.epoch) await this.#older(carrier, known)
      }
    }
  }

  /** Handles the open packets that none of these workflows carries. */
  async left(carriers: ReadonlyMap<string, CarriedBy>, isForgotten: boolean): Promise<void> {
    for await (const packet of openPackets(this.db)) {
      if (carriers.has(packet.id)) continue
      if (packet.isClaimed || isForgotten)
        await this.#mend('unknown', packet.id, () => end(this.db, packet, null))
      else await this.#mend('fresh', packet.id)
    }
  }

  async #lost({ carriage, packet }: CarriedBy): Promise<void> {
    const { id, claimed } = packet
    // Its workflow may yet enter the packet itself.
    if (claimed === null) return this.#mend('gone', id)
    const enter = () => enterLost(this.db, { ...carrierOf(carriage, packet), ...claimed })
    if (carriage.isRunning) return this.#mend('lostUnderWay', id, enter)
    return this.#mend('lostEnded', id, async () => {
      await enter()
      for (const entered of await findStored(this.db, [id])) await end(this.db, entered, packet.end)
    })
  }

  async #older({ carriage, packet }: CarriedBy, stored: StoredPacket): Promise<void> {
    const { id } = packet
    if (carriage.isRunning)
      return this.#mend('underWay', id, () => giveTo(this.db, carrierOf(carriage, packet)))
    if (packet.claimed === null && !stored.isClaimed) return this.#mend('fresh', id)
    const finding = packet.end === null ? 'unknown' : 'ended'
    return this.#mend(finding, id, () => end(this.db, stored, packet.end))
  }

  async #mend(finding: Finding, id: string, how?: () => Promise<void>): Promise<void> {
    this.found[finding].push(id)
    if (this.apply) await how?.()
  }
}

function carrierOf({ workflowId: owner, runId }: Carriage, { id, epoch }: CarriedPacket): Carrier {
  return { id, epoch, owner, runId }
}

async function end(db: Database, stored: StoredPacket, known: PacketEnd | null): Promise<void> {
  const now = Date.now()
  const at = known?.endedAt == null ? now : Date.parse(known.endedAt)
  await closeWith(db, stored, takeEnd(stored.ledger, known && { ...known, at }, now))
}

async function* openPackets(db: Database): AsyncGenerator<StoredPacket> {
  for (let after = ''; ; ) {
    const page = await findOpen(db, after, mostAtOnce)
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

function* batches(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += mostAtOnce) yield ids.slice(from, from + mostAtOnce)
}

const LIMIT_MS = 60_000
const MOST_SHOWN = 20

/** @throws Problem that shows how to call the command */
function isToMend(args: string[]): boolean {
  try {
    return parseArgs({ args, options: { apply: { type: 'boolean', default: false } } }).values.apply
  } catch {
    throw new Problem(
      '"npm run reconcile" shows what differs, and "npm run reconcile -- --apply" repairs it; there are no other options.',
    )
  }
}

function linesOf(differences: Differences, apply: boolean): string[] {
  if (differences === null) return ['The store agrees with Temporal; there is nothing to repair.']
  const lines = Object.entries(findings).flatMap(([finding, words]) => {
    const ids = differences[finding as Finding]
    const more = ids.length > MOST_SHOWN ? `, and ${ids.length - MOST_SHOWN} more` : ''
    return ids.length === 0
      ? []
      : [`${words}: ${ids.length}`, `  ${ids.slice(0, MOST_SHOWN).join(', ')}${more}`]
  })
  const done = 'Repaired: workers go on by themselves.'
  const todo = 'Nothing was changed. To repair it: npm run reconcile -- --apply'
  return [...lines, apply ? done : todo]
}

/** Reports what a store that was set back has missed, and with --apply repairs it. */
export async function reconcileStore(args: string[]): Promise<undefined> {
  const apply = isToMend(args)
  loadDotenv()
  const settings = readSettings(process.env)
  const store = openStore({ url: await databaseUrlOf(settings), name: 'reconcile', limitMs: LIMIT_MS })
  const client = await connectTemporal(settings)
  try {
    for (const line of linesOf(await reconcile({ db: store.db, client, apply }), apply)) console.log(line)
  } catch (error) {
    const told = storeErrorOf(error)
    throw told instanceof StoreError
      ? new Problem(`${told.message}. See that PostgreSQL runs: with npm start, or at DATABASE_URL.`)
      : told
  } finally {
    await store.close()
    await client.connection.close()
  }
}
