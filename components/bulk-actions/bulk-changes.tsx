'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ActButton } from '@/components/ui/act-button'
import { counted } from '@/components/ui/format'
import { byOperator } from '@/components/ui/operator'
import { PauseButton } from '@/components/ui/pause-button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { call } from '@/lib/client/api'
import { bulkActionQuery } from '@/lib/client/queries'
import type { BulkAction } from '@/lib/contract/bulk-action'
import { isBulkOver } from '@/lib/contract/bulk-terms'
import { pagePaths } from '@/lib/contract/paths'

/** The actions that the bulk action's current state allows. */
export function BulkChanges({ bulk }: { bulk: BulkAction }) {
  const { id, action, state, counts } = bulk
  return (
    <span className="flex flex-wrap gap-2 print:hidden">
      {counts.FAILED > 0 && <Retry bulk={bulk} />}
      {(state === 'RUNNING' || state === 'PAUSED') && <Pause bulk={bulk} />}
      {(state === 'RUNNING' || state === 'PAUSED') && <StopDialog id={id} />}
      {action === 'send-again' && isBulkOver(state) && counts.DONE > 0 && <UndoDialog id={id} />}
    </span>
  )
}

function useChange(id: string) {
  const client = useQueryClient()
  return async (action: 'pause' | 'resume' | 'retry') =>
    client.setQueryData(
      bulkActionQuery(id).queryKey,
      await call(`POST /api/bulk-actions/{id}/actions/${action}`, { params: { id }, body: byOperator() }),
    )
}

function Pause({ bulk: { id, state } }: { bulk: BulkAction }) {
  return <PauseButton what="bulk action" paused={state === 'PAUSED'} change={useChange(id)} />
}

function Retry({ bulk: { id, counts } }: { bulk: BulkAction }) {
  const change = useChange(id)
  const word = `Try ${counted(counts.FAILED, 'failed one', 'failed ones')} again`
  return (
    <ActButton
      word={word}
      doing="Trying again"
      command={`${word}: this bulk action`}
      act={() => change('retry')}
    />
  )
}

function StopDialog({ id }: { id: string }) {
  const client = useQueryClient()
  const stop = async (reason: string, who: string | undefined) => {
    const body = { reason, who }
    const stopped = await call('POST /api/bulk-actions/{id}/actions/stop', { params: { id }, body })
    client.setQueryData(bulkActionQuery(id).queryKey, stopped)
    return true
  }
  return (
    <ReasonDialog
      trigger="Stop"
      triggerLabel="Stop the bulk action"
      title="Stop this bulk action?"
      about="Packets not processed yet are left as they are. What was done stays done. A stopped bulk action cannot go on."
      placeholder="Wrong filter"
      hint="It stays with the bulk action."
      confirm="Stop it"
      confirming="Stopping"
      look="danger"
      leave="Let it run"
      openerGoes
      act={stop}
    />
  )
}

/** Undo starts another bulk action, which cancels the packets that this one sent again. */
function UndoDialog({ id }: { id: string }) {
  const router = useRouter()
  const undo = async (reason: string, who: string | undefined) => {
    const body = { reason, who }
    const { id: undoing } = await call('POST /api/bulk-actions/{id}/actions/undo', { params: { id }, body })
    router.push(pagePaths.bulkAction(undoing))
    return true
  }
  return (
    <ReasonDialog
      trigger="Undo"
      triggerLabel="Undo the bulk action"
      title="Cancel what was sent again?"
      about="The new packets that have not ended are canceled. What was delivered stays delivered."
      placeholder="RouteB had delivered them after all"
      hint="It stays with the canceled packets."
      confirm="Cancel them"
      confirming="Beginning"
      look="danger"
      leave="Keep them"
      act={undo}
    />
  )
}
