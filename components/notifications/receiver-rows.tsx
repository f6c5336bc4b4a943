import { useQueryClient } from '@tanstack/react-query'
import { Glyph } from '@/components/route/glyph'
import { receiverLooks } from '@/components/route/looks'
import { Ago, Since } from '@/components/time/ago'
import { ActButton } from '@/components/ui/act-button'
import { focusContent } from '@/components/ui/browser'
import { CopyButton } from '@/components/ui/copy-button'
import { counted } from '@/components/ui/format'
import { byOperator } from '@/components/ui/operator'
import { type Opener, ReasonDialog } from '@/components/ui/reason-dialog'
import { tellWithUndo } from '@/components/ui/toast'
import { call } from '@/lib/client/api'
import { healthQuery, receiversQuery } from '@/lib/client/queries'
import type { Receiver, ReceiverList } from '@/lib/contract/notification'
import { mostCounted } from '@/lib/contract/paging'

/** Receivers with their state and the available actions. */
export function ReceiverRows({ label, receivers }: { label: string; receivers: readonly Receiver[] }) {
  return (
    <ul aria-label={label} className="divide-y divide-line border-t border-line">
      {receivers.map((receiver) => (
        <ReceiverRow key={receiver.id} receiver={receiver} />
      ))}
    </ul>
  )
}

function standingOf({ disabled, failing, lastToldAt }: Receiver): keyof typeof receiverLooks {
  if (disabled !== null) return 'disabled'
  if (failing !== null) return 'failing'
  return lastToldAt === null ? 'untold' : 'working'
}

function ReceiverRow({ receiver }: { receiver: Receiver }) {
  const { url, kind, waiting } = receiver
  const look = receiverLooks[standingOf(receiver)]
  return (
    <li className="grid gap-x-4 gap-y-2 py-3 md:grid-cols-[150px_minmax(0,1fr)_auto]">
      <span className="flex h-5 items-center gap-1.5 whitespace-nowrap">
        <Glyph look={look} />
        {look.word}
      </span>
      <div className="min-w-0">
        <span className="flex items-start gap-1">
          <code translate="no" className="min-w-0 font-mono text-xs leading-5 break-all">
            {url}
          </code>
          <CopyButton text={url} label={`Copy the address ${url}`} className="-my-0.5" />
        </span>
        <p className="text-soft">
          {kind === 'subscription' && (
            <>
              <Topic receiver={receiver} />
              {', '}
            </>
          )}
          {waiting > 0 && `${counted(waiting, 'notification waits', 'notifications wait', mostCounted)}, `}
          <LastTold receiver={receiver} />
        </p>
        <Trouble receiver={receiver} />
      </div>
      <Actions receiver={receiver} />
    </li>
  )
}

function Topic({ receiver: { topic, source } }: { receiver: Receiver }) {
  if (topic === 'alerts') return 'Alerts of views'
  if (source === null) return 'Packets of every source'
  return (
    <>
      Packets of <bdi className="break-words">{source}</bdi>
    </>
  )
}

function LastTold({ receiver: { lastToldAt } }: { receiver: Receiver }) {
  if (lastToldAt === null) return 'never notified'
  return <Ago iso={lastToldAt} before="last notified " after=" ago" />
}

function Trouble({ receiver: { disabled, failing } }: { receiver: Receiver }) {
  if (disabled !== null) {
    return (
      <p className="break-words text-bad">
        Nothing is sent to it <Since iso={disabled.at} />: <bdi>{disabled.reason}</bdi>
      </p>
    )
  }
  if (failing === null) return null
  return (
    <p className="break-words text-silent">
      Every try has failed <Since iso={failing.at} />: <bdi>{failing.reason}</bdi>
    </p>
  )
}

function Actions({ receiver }: { receiver: Receiver }) {
  const { id, url, kind, disabled } = receiver
  return (
    <div className="flex flex-wrap items-start gap-2 md:justify-end">
      {disabled === null ? (
        <StopDialog
          trigger="Disable"
          triggerLabel={`Disable ${url}`}
          title="Disable this receiver?"
          about="Nothing is sent to it until it is enabled. Its notifications wait and are then sent in order."
          placeholder="It moves to another machine"
          hint="Shown here until the receiver is enabled."
          confirm="Disable"
          confirming="Disabling"
          leave="Leave it"
          stop={(body) => call('POST /api/receivers/{id}/actions/disable', { params: { id }, body })}
          undo={{
            told: `Nothing is sent to ${url}`,
            act: () =>
              call('POST /api/receivers/{id}/actions/enable', { params: { id }, body: byOperator() }),
          }}
        />
      ) : (
        <EnableButton receiver={receiver} />
      )}
      {kind === 'subscription' && (
        <StopDialog
          trigger="Delete"
          triggerLabel={`Delete the subscription of ${url}`}
          triggerLook="quiet"
          title="Delete this subscription?"
          about="It gets no more notifications, and those still waiting are given up. Those already sent stay with the packets."
          placeholder="It is not used any more"
          hint="Kept as long as the notifications that it got."
          confirm="Delete subscription"
          confirming="Deleting"
          leave="Keep it"
          openerGoes
          stop={(body) => call('POST /api/receivers/{id}/actions/delete', { params: { id }, body })}
        />
      )}
    </div>
  )
}

/** Puts the answer of a change into the query cache. */
function useTakeReceivers(): (list: ReceiverList) => void {
  const client = useQueryClient()
  return (list) => {
    // Cancel a read that is in flight: its answer may predate the change.
    void client.cancelQueries({ queryKey: receiversQuery.queryKey })
    client.setQueryData(receiversQuery.queryKey, list)
    void client.invalidateQueries({ queryKey: healthQuery.queryKey })
  }
}

function EnableButton({ receiver: { id, url } }: { receiver: Receiver }) {
  const take = useTakeReceivers()
  const enable = async () => {
    const list = await call('POST /api/receivers/{id}/actions/enable', { params: { id }, body: byOperator() })
    // The button disappears.
    focusContent()
    take(list)
  }
  return (
    <ActButton
      word="Enable"
      doing="Enabling"
      command={`Enable ${url}`}
      label={`Enable ${url}`}
      look="primary"
      act={enable}
    />
  )
}

interface StopDialogProps
  extends Opener,
    Pick<
      Parameters<typeof ReasonDialog>[0],
      'title' | 'about' | 'placeholder' | 'hint' | 'confirm' | 'confirming' | 'leave' | 'openerGoes'
    > {
  /** Resolves to all receivers after the change. */
  stop: (because: { reason: string; who: string | undefined }) => Promise<ReceiverList>
  /** The message for the operator, and how to undo the change. */
  undo?: { told: string; act: () => Promise<ReceiverList> }
}

function StopDialog({ stop, undo, ...asked }: StopDialogProps) {
  const take = useTakeReceivers()
  const act = async (reason: string, who: string | undefined) => {
    take(await stop({ reason, who }))
    if (undo !== undefined) tellWithUndo(undo.told, () => undo.act().then(take))
    return true
  }
  return <ReasonDialog {...asked} look="danger" act={act} />
}
