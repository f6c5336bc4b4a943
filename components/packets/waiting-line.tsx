'use client'
import { CirclePause, Unplug } from 'lucide-react'
import { timeUtc } from '@/components/time/age'
import { Ago } from '@/components/time/ago'
import type { Attention } from '@/lib/contract/streams'
import type { WaitReason } from '@/lib/packet/packet'

const numbers = new Intl.NumberFormat('en')

/** Why packets wait, as it stands after "wait:". */
const waitWords: Record<WaitReason, string> = {
  outage: 'no provider can be reached',
  paused: 'all sending is paused',
  unavailable: 'no provider may be handed them',
}

interface WaitingLineProps {
  waiting: NonNullable<Attention['waiting']>
  onShow: () => void
}

/** One line where the summary stands otherwise: how many wait, for what and since when. */
export function WaitingLine({ waiting, onShow }: WaitingLineProps) {
  const { count, why, since } = waiting
  const Icon = why === 'outage' ? Unplug : CirclePause
  return (
    <p className="flex items-start gap-1.5 text-silent">
      <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
      <span>
        <strong className="font-semibold">
          {numbers.format(count)} {count === 1 ? 'packet waits' : 'packets wait'}:
        </strong>{' '}
        <span className="text-ink">
          {waitWords[why]} since {timeUtc(since)} (<Ago iso={since} />
          ).{' '}
        </span>
        <button type="button" onClick={onShow} className="text-accent underline underline-offset-2">
          Show {count === 1 ? 'it' : 'them'}
        </button>
      </span>
    </p>
  )
}
