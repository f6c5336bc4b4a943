/** Asks a packet's workflow whether an attempt is still waited for, before its provider is handed the packet again. */
import { defaultPayloadConverter } from '@temporalio/common'
import { z } from 'zod'
import { packetQuery, workflowIdOf } from '@/lib/contract/workflows'
import type { TemporalPlace } from '../directory/temporal-directory'

const patienceMs = 1_000

export interface AttemptName {
  readonly packetId: string
  readonly runId: string
  readonly attempt: number
}

export type IsAwaited = (name: AttemptName) => Promise<boolean>

const answer = z.object({
  attempts: z.array(z.object({ number: z.int(), outcome: z.string() })),
})

/**
 * False once its receipt has come, or the packet has ended. The workflow itself answers, so that every receipt counts
 * that Temporal has. Without an answer it is waited for: a copy under the same `webhook-id` costs less than a packet.
 */
export function createIsAwaited({ connection, namespace }: TemporalPlace): IsAwaited {
  return async function isAwaited({ packetId, runId, attempt }) {
    try {
      const execution = { workflowId: workflowIdOf(packetId), runId }
      const query = { queryType: packetQuery }
      const { queryResult } = await connection.withDeadline(Date.now() + patienceMs, () =>
        connection.workflowService.queryWorkflow({ namespace, execution, query }),
      )
      const [payload] = queryResult?.payloads ?? []
      const { attempts } = answer.parse(payload && defaultPayloadConverter.fromPayload(payload))
      return attempts.find(({ number }) => number === attempt)?.outcome === 'PENDING'
    } catch {
      return true
    }
  }
}
