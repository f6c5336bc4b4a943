import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ActButton } from '@/components/ui/act-button'
import { focusContent } from '@/components/ui/browser'
import { byOperator } from '@/components/ui/operator'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { tellWithUndo } from '@/components/ui/toast'
import { call, callAnswer } from '@/lib/client/api'
import { queuesKey } from '@/lib/client/queries'
import type { Queue } from '@/lib/contract/queue'

const noneWaits = 'No packet waits.'

/** The actions that the queue's current state allows. */
export function QueueActions({ queue }: { queue: Queue }) {
  const { orderingKey, hold, failed, head } = queue
  const params = { key: orderingKey }
  const readAgain = useReadAgain()
  const holdIt = async (reason: string, who: string | undefined) => {
    await call('POST /api/queues/{key}/actions/hold', { params, body: { reason, who } })
    await readAgain()
    tellWithUndo(`${orderingKey} is held`, () =>
      call('POST /api/queues/{key}/actions/release', { params, body: byOperator() }).then(readAgain),
    )
    return true
  }
  const dropAll = async (reason: string, who: string | undefined) => {
    await call('POST /api/queues/{key}/actions/drop', { params, body: { reason, who } })
    await readAgain()
    return true
  }
  return (
    <div className="flex flex-wrap items-center gap-2 xl:justify-end">
      {hold !== null || failed !== null ? (
        <ReleaseButton orderingKey={orderingKey} />
      ) : (
        <ReasonDialog
          trigger="Hold"
          triggerLabel={`Hold ${orderingKey}`}
          title="Hold this queue?"
          about="None of its packets begins until it is released. A packet under way goes on. Other queues are not affected."
          placeholder="Their system is being repaired"
          hint="Shown here until the queue is released."
          confirm="Hold queue"
          confirming="Holding"
          look="primary"
          leave="Let it go on"
          openerGoes
          act={holdIt}
        />
      )}
      <DropFirst queue={queue} onDropped={readAgain} />
      <ReasonDialog
        trigger="Drop all"
        triggerLabel={`Drop all packets of ${orderingKey}`}
        triggerLook="quiet"
        unavailable={head === null ? noneWaits : null}
        title="Drop all waiting packets?"
        about="They are canceled. A packet under way goes on. At most 10,000 are dropped at once: drop again for the rest."
        placeholder="Their order was canceled"
        hint="It stays with each packet."
        confirm="Drop all"
        confirming="Dropping"
        look="danger"
        leave="Keep them"
        act={dropAll}
      />
    </div>
  )
}

function useReadAgain(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: queuesKey })
}

function ReleaseButton({ orderingKey }: { orderingKey: string }) {
  const readAgain = useReadAgain()
  const release = async () => {
    await call('POST /api/queues/{key}/actions/release', { params: { key: orderingKey }, body: byOperator() })
    // The button disappears.
    focusContent()
    await readAgain()
  }
  return (
    <ActButton
      word="Release"
      doing="Releasing"
      command={`Release ${orderingKey}`}
      label={`Release ${orderingKey}`}
      look="primary"
      act={release}
    />
  )
}

/** Drops the packet that was first when the dialog opened, even if the queue has moved on since. */
function DropFirst({ queue, onDropped }: { queue: Queue; onDropped: () => Promise<void> }) {
  const head = queue.head?.packetId ?? null
  const [chosen, setChosen] = useState<string | null>(null)
  const drop = async (reason: string, who: string | undefined) => {
    if (chosen === null) return true
    const { status } = await callAnswer('POST /api/packets/{id}/actions/cancel', {
      params: { id: chosen },
      body: { reason, who },
    })
    await onDropped()
    return status === 200
  }
  return (
    <ReasonDialog
      trigger="Drop first"
      triggerLabel={`Drop the first packet of ${queue.orderingKey}`}
      unavailable={head === null ? noneWaits : null}
      onOpen={() => setChosen(head)}
      title="Drop the first packet?"
      about={`Packet ${chosen ?? ''} is canceled, and the next one takes its place. If the packet has begun meanwhile, no further provider gets it.`}
      placeholder="Wrong destination"
      hint="It stays with the packet."
      confirm="Drop packet"
      confirming="Dropping"
      look="danger"
      leave="Keep it"
      act={drop}
    />
  )
}
