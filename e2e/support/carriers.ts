// The simulated carriers as a test steers and questions them.
import { z } from 'zod'
import { request } from '@/lib/client/request'
import { type Draw, seededDraw } from '@/simulator/decision'
import type { PresetName, ProfileSetting } from '@/simulator/profile'

const PROVIDERS = ['RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE'] as const

type Provider = (typeof PROVIDERS)[number]

/** A preset's name, or what differs from a preset, `healthy` unless named; `*` is for all that are not named. */
export type Behaviour = Partial<Record<Provider | '*', ProfileSetting | PresetName>>

const handOvers = z.object({
  items: z.array(
    z.object({
      webhookId: z.string(),
      provider: z.string(),
      packetId: z.string(),
      attempt: z.number(),
      answer: z.number().nullable(),
      duplicate: z.boolean(),
    }),
  ),
})

const stats = z.record(
  z.string(),
  z.object({
    receipts: z.object({
      answered: z.record(z.string(), z.number()),
      ended: z.record(z.string(), z.number()),
      pending: z.number(),
    }),
  }),
)

const released = z.object({ releasedReceipts: z.number() })

const health = z.object({ seed: z.string() })

type HandOverSeen = z.infer<typeof handOvers>['items'][number]

const heldMs = 3_600_000

/** For a carrier that confirms when the test has seen what it looks for, and says so with `release`. */
export const held: ProfileSetting = { receiptDelayMs: [heldMs, heldMs] }

/** Likewise, for one that confirms after its deadline and stops nothing. */
export const heldBeyondDeadline: ProfileSetting = { preset: 'late', lateDelayMs: heldMs }

/** Long after the hand-over was answered, and soon enough for a deadline of a second. */
const promptly: ProfileSetting = { preset: 'healthy', receiptDelayMs: [50, 50] }

export class Carriers {
  constructor(readonly url: string) {}

  /** From now on; those that are not named confirm promptly. */
  async behave(behaviour: Behaviour): Promise<void> {
    const settings = Object.entries({ '*': promptly, ...behaviour }).map(([name, setting]) => [
      name,
      typeof setting === 'string' ? setting : { preset: 'healthy', ...setting },
    ])
    await this.put('/profiles', Object.fromEntries(settings))
  }

  /** So many percent of the connections to the routing service break from now on. */
  async breakRouting(errorChance: number): Promise<void> {
    await this.put('/routing', { errorChance })
  }

  /** Whether the greeting service answers from now on; while it does not, every connection to it breaks. */
  async greet(answers: boolean): Promise<void> {
    await this.put('/greeting', { answers })
  }

  /** Sends every receipt that is owed now. */
  async release(): Promise<void> {
    const { releasedReceipts } = released.parse(
      await request('/release', { origin: this.url, method: 'POST' }),
    )
    if (releasedReceipts === 0) throw new Error('No receipt was held.')
  }

  /** Every hand-over that came in since the simulator's start, oldest first. */
  async handOvers(packetId?: string): Promise<HandOverSeen[]> {
    const query = new URLSearchParams({ limit: '1000', ...(packetId !== undefined && { packetId }) })
    return handOvers.parse(await request(`/handovers?${query}`, { origin: this.url })).items
  }

  /** The chance of this run: what a carrier will do with a packet can be told from the packet's id. */
  async chance(): Promise<Draw> {
    const { seed } = health.parse(await request('/health', { origin: this.url }))
    return seededDraw(seed)
  }

  /** How often the receipts of a provider were answered with this status. */
  async answered(provider: Provider, status: number): Promise<number> {
    const counted = stats.parse(await request('/stats', { origin: this.url }))
    return counted[provider]?.receipts.answered[String(status)] ?? 0
  }

  /** Receipts of all providers: how many are still owed, and what became of the others, by the last answer to each. */
  async receipts(): Promise<{ pending: number; ended: Record<string, number> }> {
    const counted = stats.parse(await request('/stats', { origin: this.url }))
    const ended: Record<string, number> = {}
    let pending = 0
    for (const { receipts } of Object.values(counted)) {
      pending += receipts.pending
      for (const [word, count] of Object.entries(receipts.ended)) ended[word] = (ended[word] ?? 0) + count
    }
    return { pending, ended }
  }

  private async put(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${this.url}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`)
  }
}
