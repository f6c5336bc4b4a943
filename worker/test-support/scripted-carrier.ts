/**
 * Stands in for the activities where a test must control what a provider does and when: with skipped time a real
 * carrier would always be too late.
 */

import { ApplicationFailure } from '@temporalio/common'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { type ReceiptSignal, receiptSignal, type TransmitOrder, workflowIdOf } from '@/lib/contract/workflows'
import type { HandOverAnswer } from '@/lib/packet/events'
import { nextProvider } from '@/lib/packet/routing'
import type { Activities } from './temporal'

type Act =
  | { do: 'confirm' | 'refuse' | 'stay silent' }
  | { do: 'answer'; answer: HandOverAnswer }
  /** Confirms an earlier attempt, after its deadline. */
  | { do: 'confirm late'; attempt: number; provider: string }

export interface Script {
  providers: Record<string, Act>
  /** Messages of the look-ups that fail, in order, before one succeeds. */
  lookUpFailures?: string[]
  intakeUp?: boolean
  settlingMs?: number
}

const accepted: HandOverAnswer = { kind: 'accepted', status: 202, latencyMs: 12 }

export class ScriptedCarrier {
  readonly orders: TransmitOrder[] = []
  private readonly failures: string[]

  constructor(
    private readonly environment: TestWorkflowEnvironment,
    private readonly script: Script,
    private readonly beforeFirstAnswer: () => Promise<unknown> = async () => undefined,
  ) {
    this.failures = [...(script.lookUpFailures ?? [])]
  }

  get activities(): Activities {
    const names = Object.keys(this.script.providers).map((name) => ({ name }))
    return {
      getRoute: async ({ tried }) => {
        const failure = this.failures.shift()
        if (failure !== undefined) throw ApplicationFailure.create({ message: failure })
        const provider = nextProvider(names, tried)
        const settlingMs = this.script.settlingMs ?? 120_000
        return provider && { provider: provider.name, receiptTimeoutMs: null, graceMs: 30_000, settlingMs }
      },
      transmit: (order) => this.transmit(order),
      probe: async () => ({ is: 'confirmed', ms: 5, detail: null }),
      recall: async () => ({ result: 'FAILED', detail: 'it answered 404' }),
      wasIntakeUp: async () => this.script.intakeUp ?? true,
      greet: async (name) => `¡Hola, ${name}!`,
    }
  }

  private async transmit(order: TransmitOrder) {
    this.orders.push(order)
    if (this.orders.length === 1) await this.beforeFirstAnswer()
    const act = this.script.providers[order.provider] ?? { do: 'stay silent' }
    const answer = act.do === 'answer' ? act.answer : accepted
    if (act.do === 'confirm') await this.signal(order.packetId, order.attempt, order.provider, true)
    if (act.do === 'refuse') await this.signal(order.packetId, order.attempt, order.provider, false)
    if (act.do === 'confirm late') await this.signal(order.packetId, act.attempt, act.provider, true)
    return { answer, excerpt: '', tries: 1 }
  }

  private async signal(
    packetId: string,
    attempt: number,
    provider: string,
    delivered: boolean,
  ): Promise<void> {
    const receipt: ReceiptSignal = {
      attempt,
      provider,
      delivered,
      reason: delivered ? null : 'blocked number',
      providerReference: null,
      webhookId: `${packetId}.${attempt}.${delivered}`,
      receivedAt: Date.now(),
      key: 'test',
    }
    await this.environment.client.workflow.getHandle(workflowIdOf(packetId)).signal(receiptSignal, receipt)
  }
}
