/**
 * Replaces the activities where a test must control what a provider does and when. With skipped time a real carrier
 * would always be too late.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { activityInfo, Context, heartbeat } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { RoutingFallback } from '@/lib/contract/services'
import {
  type AttemptAt,
  type Claimed,
  cancelSignal,
  directoryUnknown,
  type HandedOver,
  type HandOverOrder,
  type LookUp,
  type PacketState,
  type RecallEvidence,
  type RecallOrder,
  type ReceiptSignal,
  type RouteAnswer,
  type RouteAsked,
  type RouteQuestion,
  type RouteWait,
  receiptsSignal,
} from '@/lib/contract/workflows'
import { defaultMaxAttempts } from '@/lib/packet/bounds'
import type { RouteChoice } from '@/lib/packet/choice'
import type { HandOverAnswer } from '@/lib/packet/events'
import { openLedger } from '@/lib/packet/ledger'
import { usualPrecedence } from '@/lib/packet/precedence'
import { StoreError } from '@/lib/store/store'
import { createGreet } from '../activities/greet'
import type { Entry } from '../activities/keep'
import type { Activities } from './temporal'

type Act = (
  | { do: 'confirm' | 'refuse' | 'stay silent' }
  | { do: 'answer'; answer: HandOverAnswer }
  /** Confirms an earlier attempt, after that attempt's deadline. */
  | { do: 'confirm late'; attempt: number; provider: string }
) & {
  /**
   * The result of a recall; without this the provider offers none. `confirmed`: its receipt comes before the answer.
   */
  recall?: RecallEvidence['result'] | 'confirmed'
}

export interface Script {
  providers: Record<string, Act>
  /** Look-ups fail with these messages, in order, before one succeeds. */
  lookUpFailures?: string[]
  /** A routing service names the providers; its look-ups fail as `lookUpFailures` says. */
  routingService?: RoutingFallback
  /** The routing service takes so long to answer, in milliseconds. */
  routingServiceMs?: number
  /** The workers of so many questions to the routing service are lost. */
  slowQuestions?: number
  /** So many look-ups fail because the directory cannot be read. */
  unknownDirectory?: number
  /** So many look-ups exceed their time-out before one is in time. */
  slowLookUps?: number
  /** So many calls fail for each activity that uses the store. */
  storeOutages?: number
  /** The first look-ups answer with these waits instead of a provider. */
  waits?: RouteWait[]
  /** Look-ups that wait for the end of a pause wait for this. Called by the activity. */
  resumed?: () => Promise<unknown>
  /** Hand-overs to this provider never get their turn; they end only when they are withdrawn or expire. */
  queuedAt?: string
  /** Hand-overs that wait for their turn expire after so many milliseconds. */
  expiresInTurnMs?: number
  /** While they wait, this earlier attempt is confirmed. */
  lateReceiptOf?: { attempt: number; provider: string }
  /** The worker is lost in the middle of the first hand-over. */
  losesWorker?: true
  /** So many hand-overs meet an outage of ours before one gets through. */
  outages?: number
  /** At so many deadlines, including those of graces, receipts could not have been received. */
  intakeOutages?: number
  settlingMs?: number
  /** The test's `act` runs during the hand-over to this provider, instead of during the first hand-over. */
  actsAt?: string
  /** All packets have the same ordering key, and these packets follow them in this order. */
  followers?: string[]
  /** Each follower is canceled before the workflow learns of it. */
  cancelsFollowers?: true
}

/** Longer than the heartbeat time-out, so that the answer after it is ignored. */
const untilMissedMs = 2_500

/** Longer than the time-out of a question. */
const untilLostMs = 4_500

const accepted: HandOverAnswer = { kind: 'accepted', status: 202, latencyMs: 12 }
function unsentFor(why: 'withdrawn' | 'expired'): HandOverAnswer {
  return { kind: 'unsent', why, mayHaveArrived: false }
}

const outage: HandOverAnswer = {
  kind: 'outage',
  reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
  mayHaveArrived: false,
}

function entered({ id, request, createdAt }: Entry): Claimed {
  const expiresAt = request.expiresAt ? Date.parse(request.expiresAt) : null
  const ledger = openLedger(createdAt, request.maxAttempts ?? defaultMaxAttempts, expiresAt)
  const { source, destination } = request
  return {
    ...claimed(id, 1),
    source,
    destination,
    receiptTimeoutMs: request.receiptTimeoutMs ?? null,
    createdAt,
    ledger,
  }
}

function claimed(id: string, epoch: number): Claimed {
  const createdAt = Date.now()
  const ledger = openLedger(createdAt, defaultMaxAttempts)
  const addresses = { source: '+017771110000', destination: '+016660002222' }
  const delivery = { receiptTimeoutMs: null, createdAt, batch: null, version: 0, ledger, cancelBy: null }
  return { id, epoch, ...addresses, ...delivery, ...usualPrecedence }
}

export class ScriptedCarrier {
  readonly orders: (HandOverOrder & AttemptAt)[] = []
  readonly recalls: RecallOrder[] = []
  /** For each question about silence, since when the receipt was awaited, in milliseconds since the epoch. */
  readonly silencesAsked: number[] = []
  /** The states that the workflow has stored, in order. */
  readonly saved: PacketState[] = []
  /** The look-ups, in order. */
  readonly asked: RouteQuestion[] = []
  /** How many packets each look-up and each write contained. */
  readonly askedTogether: number[] = []
  readonly savedTogether: number[] = []
  readonly handedOverTogether: number[] = []
  private readonly queued = new Map<string, (answer: HandOverAnswer) => void>()
  lookUps = 0
  private confusing: string | null = null
  private readonly failures: string[]
  private readonly followers: string[]
  private readonly waits: RouteWait[]
  private readonly storeCalls = new Map<string, number>()

  constructor(
    private readonly environment: TestWorkflowEnvironment,
    private readonly script: Script,
    private readonly act: () => Promise<unknown> = async () => undefined,
  ) {
    this.failures = [...(script.lookUpFailures ?? [])]
    this.followers = [...(script.followers ?? [])]
    this.waits = [...(script.waits ?? [])]
  }

  get providers(): string[] {
    return Object.keys(this.script.providers)
  }

  get activities(): Activities {
    return {
      getRoute: (questions) => {
        this.askedTogether.push(questions.length)
        return Promise.all(questions.map((question) => this.byRules(question)))
      },
      getRouteOnceResumed: async (questions) => {
        await Promise.race([this.script.resumed?.(), Context.current().cancelled])
        return Promise.all(questions.map((question) => this.byRules(question)))
      },
      getRouteFromService: (questions) => Promise.all(questions.map((question) => this.byService(question))),
      handOver: ({ provider, orders }) => {
        this.handedOverTogether.push(orders.length)
        return Promise.all(orders.map((order) => this.handOver({ ...order, provider })))
      },
      withdraw: async (attempts) => {
        this.failWhileStoreIsAway('withdraw')
        return attempts.map((attempt) => this.withdraw(attempt))
      },
      probe: async () => ({ is: 'confirmed', ms: 5, detail: null }),
      follow: async () => {
        const id = this.followers.shift()
        if (id === undefined) return []
        const { workflowExecution } = Context.current().info
        if (this.script.cancelsFollowers)
          await this.environment.client.workflow
            .getHandle(workflowExecution?.workflowId ?? '')
            .signal(cancelSignal, { packetId: id, reason: 'not needed' })
        return [{ id, epoch: 1 }]
      },
      carryRows: async () => 'over',
      actOnMany: async () => 'over',
      submitOccurrence: async () => null,
      followProbe: async () => ({ do: 'end' }),
      recall: (order) => this.recall(order),
      claim: async ({ packets }) => {
        this.failWhileStoreIsAway('claim')
        const orderingKey = this.script.followers === undefined ? null : 'key'
        return packets.map(({ id, epoch }) => ({
          ...claimed(id, epoch),
          orderingKey,
          ...this.lastSaved(id),
        }))
      },
      enter: async (entry) => {
        this.failWhileStoreIsAway('enter')
        return [entered(entry)]
      },
      save: async (states) => {
        this.failWhileStoreIsAway('save')
        this.saved.push(...states)
        this.savedTogether.push(states.length)
      },
      askSilence: async (questions) => {
        this.failWhileStoreIsAway('askSilence')
        return questions.map(({ packetId, since }) => {
          if (packetId === this.confusing) return JSON.parse('7')
          this.silencesAsked.push(since)
          const intakeUp = this.silencesAsked.length > (this.script.intakeOutages ?? 0)
          return { intakeUp, graceMs: 30_000, receipts: [] }
        })
      },
      notify: async () => ({ againInMs: null }),
      greet: createGreet({ greetingUrl: null }),
    }
  }

  private lastSaved(id: string): Pick<Claimed, 'version' | 'ledger'> | undefined {
    const last = this.saved.findLast((state) => state.id === id)
    return last && { version: last.version, ledger: last.ledger }
  }

  /** Makes `askSilence` answer for this packet with something invalid. */
  confuseOver(packetId: string): void {
    this.confusing = packetId
  }

  private failWhileStoreIsAway(activity: string): void {
    const calls = (this.storeCalls.get(activity) ?? 0) + 1
    this.storeCalls.set(activity, calls)
    if (calls <= (this.script.storeOutages ?? 0)) throw new StoreError('No connection.', 'ECONNREFUSED', true)
  }

  private async byRules(question: RouteQuestion): Promise<RouteAnswer | RouteAsked> {
    const { serviceFailed } = question
    this.asked.push(question)
    const { routingService, slowLookUps = 0, unknownDirectory = 0 } = this.script
    if (serviceFailed) return this.route(question, 'fallback')
    if (routingService !== undefined) return { ask: 'service', fallback: routingService }
    if (this.lookUps++ < unknownDirectory)
      throw ApplicationFailure.create({ type: directoryUnknown, message: 'The directory cannot be read.' })
    if (this.lookUps > slowLookUps) return this.route(question, 'order')
    await pause(1_300)
    return null
  }

  private async byService(question: RouteQuestion): Promise<LookUp<RouteAnswer>> {
    const { routingServiceMs = 0, slowQuestions = 0 } = this.script
    await pause(this.lookUps++ < slowQuestions ? untilLostMs : routingServiceMs)
    try {
      return { answer: this.route(question, 'service') }
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) }
    }
  }

  private route({ tried, skipped = [], preferred }: RouteQuestion, way: RouteChoice['by']): RouteAnswer {
    const failure = this.failures.shift()
    if (failure !== undefined) throw ApplicationFailure.create({ message: failure })
    const wait = this.waits.shift()
    if (wait !== undefined) return wait
    const free = this.providers.filter((each) => !tried.includes(each) && !skipped.includes(each))
    const wanted = free.find((each) => each === preferred)
    const name = wanted ?? free[0]
    const by = wanted === undefined ? way : 'operator'
    if (name === undefined) return null
    const recall = this.script.providers[name]?.recall !== undefined
    const settlingMs = this.script.settlingMs ?? 120_000
    const choice = { by, skipped: [], share: null, medianMs: null }
    const limits = { receiptTimeoutMs: null, settlingMs }
    return { provider: name, ...limits, recall, choice }
  }

  private async handOver(order: HandOverOrder & AttemptAt): Promise<HandedOver> {
    this.orders.push(order)
    const { packetId, attempt } = order
    return { packetId, attempt, answer: await this.answerTo(order), excerpt: '', tries: 1 }
  }

  private async answerTo(order: HandOverOrder & AttemptAt): Promise<HandOverAnswer> {
    const { script } = this
    const count = this.orders.length
    if (script.actsAt === undefined ? count === 1 : order.provider === script.actsAt) await this.act()
    if (script.losesWorker && count === 1) await pause(untilMissedMs)
    if (order.provider === script.queuedAt) {
      const turn = this.waitForTurn(order)
      if (script.lateReceiptOf) await this.signal({ ...order, ...script.lateReceiptOf }, true)
      return turn
    }
    if (count <= (script.outages ?? 0)) return outage
    const act = script.providers[order.provider] ?? { do: 'stay silent' }
    if (act.do === 'confirm') await this.signal(order, true)
    if (act.do === 'refuse') await this.signal(order, false)
    if (act.do === 'confirm late') await this.signal({ ...order, ...act }, true)
    return act.do === 'answer' ? act.answer : accepted
  }

  /** Behaves like a real hand-over that waits behind others which fill its provider's limits for ever. */
  private async waitForTurn(order: AttemptAt): Promise<HandOverAnswer> {
    const beating = setInterval(() => heartbeat(), 100)
    const answer = await new Promise<HandOverAnswer>((resolve) => {
      this.queued.set(`${order.packetId} ${order.attempt}`, resolve)
      const { expiresInTurnMs } = this.script
      if (expiresInTurnMs !== undefined) setTimeout(() => resolve(unsentFor('expired')), expiresInTurnMs)
    })
    clearInterval(beating)
    return answer
  }

  private withdraw({ packetId, attempt }: AttemptAt): boolean {
    const stop = this.queued.get(`${packetId} ${attempt}`)
    stop?.(unsentFor('withdrawn'))
    return stop !== undefined
  }

  private async recall(order: RecallOrder): Promise<RecallEvidence> {
    this.recalls.push(order)
    const said = this.script.providers[order.provider]?.recall ?? 'FAILED'
    if (said !== 'confirmed') return { result: said, detail: 'it answered 200' }
    await this.signal(order, true)
    return { result: 'NOT_RECALLED', detail: 'it answered 200' }
  }

  private async signal(
    { packetId, attempt, provider }: Pick<RecallOrder, 'packetId' | 'attempt' | 'provider'>,
    delivered: boolean,
  ): Promise<void> {
    const receipt: ReceiptSignal = {
      packetId,
      attempt,
      provider,
      delivered,
      reason: delivered ? null : 'blocked number',
      providerReference: null,
      webhookId: `${packetId}.${attempt}.${delivered}`,
      receivedAt: Date.now(),
    }
    await this.environment.client.workflow
      .getHandle(activityInfo().workflowExecution?.workflowId ?? '')
      .signal(receiptsSignal, [receipt])
  }
}
