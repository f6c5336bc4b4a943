/** What workflows ask of the store: to give them their packets, and to keep the state of these. */
import { createHash } from 'node:crypto'
import { activityInfo } from '@temporalio/activity'
import type {
  Assignment,
  AttemptAt,
  Claimed,
  DeliveryRequest,
  PacketState,
  Share,
  SilenceAnswer,
  SilenceQuestion,
} from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import { routeChosen } from '@/lib/packet/apply-look-up'
import { defaultPriority } from '@/lib/packet/bounds'
import { wishesOf } from '@/lib/packet/ledger'
import { withdrawHandOvers } from '@/lib/store/hand-overs'
import { intakeUpSince } from '@/lib/store/intake'
import { claimPackets, saveStates } from '@/lib/store/ownership'
import { findSubmitted, insertPackets, newPacket } from '@/lib/store/packets'
import { beginNext, findUnderWay } from '@/lib/store/queues'
import { findUntoldOf, keepStates } from '@/lib/store/settling'
import { newGroupId } from '@/lib/temporal/deliveries'
import type { ActivityContext } from './context'
import { createGetRoute } from './get-route'

type StoreContext = Pick<ActivityContext, 'store'>

/** A submission with the packet's id, and the time at which its workflow began. */
export interface Entry {
  id: string
  request: DeliveryRequest
  createdAt: number
}

/**
 * Returns the packets that this workflow may deliver; those that belong to another workflow are missing. New packets
 * have their first provider already, where the built-in rules choose: this is stored with the claim, and saves the
 * workflow a step.
 *
 * @param at when the workflow asks, in milliseconds since the epoch
 */
export function createClaim(context: ActivityContext) {
  return async function claim({ packets }: Assignment, at: number): Promise<Claimed[]> {
    const { workflowId: owner, runId } = ownExecution()
    const claimed = await claimPackets(context.store.db, { owner, runId, shares: packets })
    return withFirstRoutes(claimed, at, context)
  }
}

async function withFirstRoutes(claimed: Claimed[], at: number, context: ActivityContext): Promise<Claimed[]> {
  const { store } = context
  const fresh = claimed.filter(isFresh)
  if (fresh.length === 0) return claimed
  const questions = fresh.map(({ id, destination, ledger }) => {
    const { skipped, preferred } = wishesOf(ledger)
    return { packetId: id, destination, tried: [], skipped, ...(preferred !== null && { preferred }) }
  })
  // If this look-up fails, the workflow repeats it and reports the error.
  const answers = await createGetRoute(context)(questions).catch(() => [])
  const routed = fresh.flatMap((packet, index) => {
    const answer = answers[index] ?? null
    if (answer === null || !('provider' in answer)) return []
    const ledger = apply(packet.ledger, routeChosen(answer, packet.receiptTimeoutMs, at))
    return [{ ...packet, ledger, version: Math.max(at, packet.version + 1) }]
  })
  if (routed.length === 0) return claimed
  const states = routed.map((packet) => ({ ...packet, closed: false }))
  const saved = await saveStates(store.db, states)
  store.announce()
  const stored = new Map(routed.filter(({ id }) => saved.has(id)).map((packet) => [packet.id, packet]))
  return claimed.map((packet) => stored.get(packet.id) ?? packet)
}

/** Whether nothing has happened to the packet yet. */
function isFresh({ ledger, cancelBy }: Claimed): boolean {
  const { status, attempts, lookup, waiting } = ledger
  const isUntouched = status === 'ROUTING' && attempts.length === 0 && lookup === null && waiting === null
  return isUntouched && cancelBy === null
}

/** Stores a packet that another Temporal client submitted, and claims it. Returns none if the id is taken. */
export function createEnter(context: ActivityContext) {
  const { db } = context.store
  return async function enter({ id, request, createdAt }: Entry): Promise<Claimed[]> {
    const { workflowId: owner, runId } = ownExecution()
    const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex')
    const expiresAt = request.expiresAt ? Date.parse(request.expiresAt) : null
    await insertPackets(db, [newPacket(request, { id, expiresAt, fingerprint, createdAt, owner })])
    // A packet with this id that was accepted elsewhere may have this same workflow as its owner; the fingerprint tells
    // them apart.
    const stored = await findSubmitted(db, { id, keyHash: null })
    if (stored?.fingerprint !== fingerprint) return []
    const claimed = await claimPackets(db, { owner, runId, shares: [{ id, epoch: 1 }] })
    return withFirstRoutes(claimed, createdAt, context)
  }
}

/**
 * Gives this workflow the next packets of these queues, for it to claim. A queue yields none if it is empty or held, or
 * if its next packet belongs to another workflow, which is the case if its priority differs. Idempotent while the
 * packets are under way. If the workflow never learns of a packet, and so does not claim it, the sweeper gives it to
 * another one.
 */
export function createFollow({
  store: { db },
  quietUntil,
  startDelivery,
}: Pick<ActivityContext, 'store' | 'quietUntil' | 'startDelivery'>) {
  return async function follow(orderingKeys: string[]): Promise<Share[]> {
    const { workflowId: owner } = ownExecution()
    const own = activityInfo().priority?.priorityKey ?? defaultPriority
    const newOwner = ({ priority }: { priority: number }) => (priority === own ? owner : newGroupId())
    const { begun } = await beginNext(db, { orderingKeys, most: orderingKeys.length, newOwner, quietUntil })
    await Promise.all(begun.filter((group) => group.owner !== owner).map(startDelivery))
    return findUnderWay(db, { owner, orderingKeys })
  }
}

/** Stores the states, unless a newer one is stored already. */
export function createSave({ store }: StoreContext) {
  return async function save(states: PacketState[]): Promise<void> {
    await keepStates(store.db, states)
    store.announce()
  }
}

/** Prevents hand-overs that are no longer needed from being sent. Answers false for a hand-over that has begun. */
export function createWithdraw({ store: { db } }: StoreContext) {
  return function withdraw(attempts: AttemptAt[]): Promise<boolean[]> {
    return withdrawHandOvers(db, attempts)
  }
}

/**
 * Tells whether receipts could have been received meanwhile, before providers are blamed for their silence, and which
 * receipts the workflow was not told of. Fails while the store is away, so that the attempts wait until it is back.
 */
export function createAskSilence({
  store: { db },
  graceMs,
}: StoreContext & Pick<ActivityContext, 'graceMs'>) {
  return async function askSilence(questions: SilenceQuestion[]): Promise<SilenceAnswer[]> {
    const upSince = await intakeUpSince(db)
    const untold = await findUntoldOf(db, questions)
    return questions.map(({ packetId, attempt, since }) => ({
      intakeUp: upSince !== null && upSince <= since,
      graceMs,
      receipts: untold.filter((each) => each.packetId === packetId && each.attempt === attempt),
    }))
  }
}

function ownExecution(): { workflowId: string; runId: string } {
  const { workflowExecution } = activityInfo()
  if (workflowExecution === undefined) throw new Error('Packets are claimed by a workflow only.')
  return workflowExecution
}
