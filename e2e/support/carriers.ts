// Controls and queries the simulated carriers.
import { z } from 'zod'
import { request } from '@/lib/client/request'
import { type Draw, seededDraw } from '@/simulator/decision'
import type { PresetName, ProfileSetting } from '@/simulator/profile'

const PROVIDERS = ['RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE'] as const

type Provider = (typeof PROVIDERS)[number]

/** A preset's name, or overrides of a preset (by default `healthy`). `*` applies to all carriers without an entry. */
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

/** For a carrier that confirms only when the test calls `release`. */
export const held: ProfileSetting = { receiptDelayMs: [heldMs, heldMs] }

/** As above, for a carrier that confirms after its deadline and supports no recall. */
export const heldBeyondDeadline: ProfileSetting = { preset: 'late', lateDelayMs: heldMs }

/** Late enough that the hand-over is answered first, and early enough for a deadline of a second. */
const promptly: ProfileSetting = { preset: 'healthy', receiptDelayMs: [50, 50] }

export class Carriers {
  constructor(readonly url: string) {}

  /** Sets behaviours from now on; carriers without an entry confirm promptly. */
  async behave(behaviour: Behaviour): Promise<void> {
    const settings = Object.entries({ '*': promptly, ...behaviour }).map(([name, setting]) => [
      name,
      typeof setting === 'string' ? setting : { preset: 'healthy', ...setting },
    ])
    await this.put('/profiles', Object.fromEntries(settings))
  }

  /** Sets the percentage of connections to the routing service that break. */
  async breakRouting(errorChance: number): Promise<void> {
    await this.put('/routing', { errorChance })
  }

  /** Sets whether the greeting service answers; while it does not, every connection to it breaks. */
  async greet(answers: boolean): Promise<void> {
    await this.put('/greeting', { answers })
  }

  /** Makes the carriers send all pending receipts now. */
  async release(): Promise<void> {
    const { releasedReceipts } = released.parse(
      await request('/release', { origin: this.url, method: 'POST' }),
    )
    if (releasedReceipts === 0) throw new Error('No receipt was held.')
  }

  /** Every hand-over received since the simulator's start, oldest first. */
  async handOvers(packetId?: string): Promise<HandOverSeen[]> {
    const query = new URLSearchParams({ limit: '1000', ...(packetId !== undefined && { packetId }) })
    return handOvers.parse(await request(`/handovers?${query}`, { origin: this.url })).items
  }

  /** The random draw of this run: it tells from a packet's id what a carrier will do with the packet. */
  async chance(): Promise<Draw> {
    const { seed } = health.parse(await request('/health', { origin: this.url }))
    return seededDraw(seed)
  }

  /** How many receipts of a provider were answered with this status. */
  async answered(provider: Provider, status: number): Promise<number> {
    const counted = stats.parse(await request('/stats', { origin: this.url }))
    return counted[provider]?.receipts.answered[String(status)] ?? 0
  }

  /** Receipts of all providers: how many are pending, and the numbers of the others by their last answer. */
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
