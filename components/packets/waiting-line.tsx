'use client'
import { CirclePause, Unplug } from 'lucide-react'
import { Since } from '@/components/time/ago'
import { counted } from '@/components/ui/numbers'
import type { Attention } from '@/lib/contract/streams'
import type { WaitReason } from '@/lib/packet/reason'

type Waiting = NonNullable<Attention['waiting']>

/** Why packets wait, as it stands after "wait:". A pause in force is told by the line about it instead. */
const waitWords: Record<WaitReason, string> = {
  outage: 'no provider can be reached',
  paused: 'all sending had been paused',
  unavailable: 'no provider may be handed them',
}

interface WaitingProps {
  waiting: Waiting
  onShow: () => void
}

/** One line where the summary stands otherwise: how many wait, for what and since when. */
export function WaitingLine({ waiting, onShow }: WaitingProps) {
  const { count, why, since } = waiting
  const Icon = why === 'outage' ? Unplug : CirclePause
  return (
    <p role="status" className="flex items-start gap-1.5 text-silent">
      <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
      <span>
        <strong aria-live="off" className="font-semibold">
          {waitersInWords(count)}:
        </strong>{' '}
        <span className="text-ink">
          {waitWords[why]} <Since iso={since} />.{' '}
        </span>
        <ShowButton count={count} onShow={onShow} />
      </span>
    </p>
  )
}

/** How many an operator's pause keeps waiting, within the line about it; no button when they are shown already. */
export function HeldCount({ waiting: { count }, onShow }: { waiting: Waiting; onShow: (() => void) | null }) {
  return (
    <>
      <strong className="font-semibold">{waitersInWords(count)} now.</strong>{' '}
      {onShow !== null && <ShowButton count={count} onShow={onShow} />}
    </>
  )
}

function ShowButton({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <button type="button" onClick={onShow} className="text-accent underline underline-offset-2">
      Show {count === 1 ? 'it' : 'them'}
    </button>
  )
}

function waitersInWords(count: number): string {
  return counted(count, 'packet waits', 'packets wait')
}
