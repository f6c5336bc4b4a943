'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { changeBatch } from '@/lib/client/api'
import { batchQuery } from '@/lib/client/queries'
import type { Batch } from '@/lib/contract/batch'
import { isOver } from '@/lib/contract/batch-terms'
import { pagePaths } from '@/lib/contract/paths'

/** What can be done with a batch in the state it is in. */
export function BatchActions({ batch }: { batch: Batch }) {
  const { state } = batch
  return (
    <span className="flex flex-wrap justify-end gap-2">
      {state === 'RUNNING' && <Change batch={batch} action="pause" word="Pause" doing="Pausing" />}
      {state === 'PAUSED' && <Change batch={batch} action="resume" word="Go on" doing="Going on" primary />}
      {(state === 'UPLOADING' || state === 'RUNNING' || state === 'PAUSED') && <StopDialog batch={batch} />}
      {isOver(state) && <Repeat batch={batch} />}
    </span>
  )
}

interface ChangeProps {
  batch: Batch
  action: 'pause' | 'resume'
  word: string
  doing: string
  primary?: boolean
}

function Change({ batch: { id }, action, word, doing, primary = false }: ChangeProps) {
  const client = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => changeBatch(id, action),
    onSuccess: (batch) => client.setQueryData(batchQuery(id).queryKey, batch),
  })
  return (
    <>
      {error && (
        <span role="alert" className="self-center text-bad">
          {error.message}
        </span>
      )}
      <Button look={primary ? 'primary' : 'plain'} onClick={() => mutate()} disabled={isPending}>
        {isPending ? doing : word}
      </Button>
    </>
  )
}

function StopDialog({ batch: { id } }: { batch: Batch }) {
  const client = useQueryClient()
  const stop = async (reason: string) => {
    client.setQueryData(batchQuery(id).queryKey, await changeBatch(id, 'stop', { reason }))
    return true
  }
  return (
    <ReasonDialog
      trigger="Stop"
      triggerLabel="Stop the batch"
      title="Stop this batch?"
      about="Packets that have not begun are canceled. Those in flight go on to their ends."
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

/** What no provider delivered; what was canceled or has expired is not sent again. */
function Repeat({ batch }: { batch: Batch }) {
  const router = useRouter()
  const { NO_ROUTE, EXHAUSTED, FAILED } = batch.counts
  const failed = NO_ROUTE + EXHAUSTED + FAILED
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => changeBatch(batch.id, 'repeat'),
    onSuccess: ({ id }) => router.push(pagePaths.batch(id)),
  })
  if (failed === 0) return null
  return (
    <>
      {error && (
        <span role="alert" className="self-center text-bad">
          {error.message}
        </span>
      )}
      <Button look="primary" onClick={() => mutate()} disabled={isPending}>
        {isPending ? 'Sending again' : `Send ${counted(failed, 'failed one', 'failed ones')} again`}
      </Button>
    </>
  )
}
