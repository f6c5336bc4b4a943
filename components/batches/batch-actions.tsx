'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ActButton } from '@/components/ui/act-button'
import { counted } from '@/components/ui/format'
import { byOperator } from '@/components/ui/operator'
import { PauseButton } from '@/components/ui/pause-button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { call } from '@/lib/client/api'
import { batchQuery } from '@/lib/client/queries'
import type { Batch } from '@/lib/contract/batch'
import { isOver } from '@/lib/contract/batch-terms'
import { pagePaths } from '@/lib/contract/paths'

/** The actions that the batch's current state allows. */
export function BatchActions({ batch }: { batch: Batch }) {
  const { state } = batch
  return (
    <span className="flex flex-wrap justify-end gap-2">
      {(state === 'RUNNING' || state === 'PAUSED') && <Pause batch={batch} />}
      {(state === 'UPLOADING' || state === 'RUNNING' || state === 'PAUSED') && <StopDialog batch={batch} />}
      {isOver(state) && <Repeat batch={batch} />}
    </span>
  )
}

function Pause({ batch: { id, state } }: { batch: Batch }) {
  const client = useQueryClient()
  const change = async (action: 'pause' | 'resume') =>
    client.setQueryData(
      batchQuery(id).queryKey,
      await call(`POST /api/batches/{id}/actions/${action}`, { params: { id }, body: byOperator() }),
    )
  return <PauseButton what="batch" paused={state === 'PAUSED'} change={change} />
}

function StopDialog({ batch: { id } }: { batch: Batch }) {
  const client = useQueryClient()
  const stop = async (reason: string, who: string | undefined) => {
    client.setQueryData(
      batchQuery(id).queryKey,
      await call('POST /api/batches/{id}/actions/stop', { params: { id }, body: { reason, who } }),
    )
    return true
  }
  return (
    <ReasonDialog
      trigger="Stop"
      triggerLabel="Stop the batch"
      title="Stop this batch?"
      about="Packets that have not begun are canceled. Those in flight go on until they end."
      placeholder="Wrong file"
      hint="It stays with the batch and its canceled packets."
      confirm="Stop batch"
      confirming="Stopping"
      look="danger"
      leave="Let it run"
      openerGoes
      act={stop}
    />
  )
}

/** Sends again the packets that no provider delivered, but not those that were canceled or have expired. */
function Repeat({ batch }: { batch: Batch }) {
  const router = useRouter()
  const { NO_ROUTE, EXHAUSTED, FAILED } = batch.counts
  const failed = NO_ROUTE + EXHAUSTED + FAILED
  if (failed === 0) return null
  const repeat = async () => {
    const body = byOperator()
    const { id } = await call('POST /api/batches/{id}/actions/repeat', { params: { id: batch.id }, body })
    router.push(pagePaths.batch(id))
  }
  return (
    <ActButton
      word={`Send ${counted(failed, 'failed one', 'failed ones')} again`}
      doing="Sending again"
      command="Send the failed packets again"
      look="primary"
      act={repeat}
    />
  )
}
