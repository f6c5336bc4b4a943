'use client'
import { useQuery } from '@tanstack/react-query'
import { WaitingWords } from '@/components/queues/waiting-words'
import { attemptOutcome, isAwaited } from '@/components/route/attempt-words'
import { Glyph } from '@/components/route/glyph'
import { statusLooks, stuckLook } from '@/components/route/looks'
import { Ago, TimeOfDay } from '@/components/time/ago'
import { useClock } from '@/components/time/clock'
import { counted } from '@/components/ui/format'
import { Told } from '@/components/ui/told'
import { placeQuery } from '@/lib/client/queries'
import { mostCounted } from '@/lib/contract/paging'
import type { Attempt, Lookup, Packet, Waiting } from '@/lib/packet/packet'
import { explainStuck, type Stuck } from '@/lib/packet/stuck'
import { Countdown, remaining } from './lanes'

/** What happened and why, in one sentence, and what the packet waits for now. */
export function PacketStory({ packet }: { packet: Packet }) {
  if (packet.stuck !== null) return <StuckStory packet={packet} stuck={packet.stuck} />
  const look = statusLooks[packet.status]
  // While look-ups fail, the line below shows the next look-up, which comes before what the packet waits for.
  const waiting = packet.lookup === null ? packet.waiting : null
  const pending = packet.attempts.find((attempt) => attempt.outcome === 'PENDING')
  return (
    <div className="flex gap-3 px-4 pt-4 pb-3">
      <Glyph look={look} size={24} />
      <div className="min-w-0">
        <p className="font-semibold">
          {look.word}
          {packet.status === 'SCHEDULED' && <DueIn packet={packet} />}
          {(waiting ?? pending) && (
            <span className="font-normal text-soft">
              {' – '}
              {waiting && <NextTry waiting={waiting} />}
              {!waiting && pending && <PendingWords attempt={pending} />}
            </span>
          )}
        </p>
        <p aria-live="polite" className="text-lg text-pretty break-words">
          <Told names={packet.attempts.map(({ provider }) => provider)}>{packet.reason}</Told>
        </p>
        {packet.lookup !== null && packet.status === 'ROUTING' && <LookupLine lookup={packet.lookup} />}
        {packet.status === 'QUEUED' && packet.orderingKey !== null && <PlaceLine packet={packet} />}
        {packet.settlingUntil !== null && (
          <SettlingLine attempts={packet.attempts} until={packet.settlingUntil} />
        )}
      </div>
    </div>
  )
}

/** How many packets with the same ordering key are ahead, and what the first of them waits for. */
function PlaceLine({ packet }: { packet: Packet }) {
  const { data: place } = useQuery(placeQuery(packet))
  if (place === undefined || place === null) return null
  const { ahead, packetId, detail } = place
  return (
    <p className="text-pretty break-words">
      {ahead === 0
        ? 'It is the first in its queue.'
        : `${counted(ahead, 'packet is', 'packets are', mostCounted)} ahead of it.`}{' '}
      <WaitingWords packetId={packetId}>{detail}</WaitingWords>
    </p>
  )
}

/** When its delivery begins, by the clock of the browser. */
function DueIn({ packet: { deliverAt, quietUntil } }: { packet: Packet }) {
  const due = Math.max(...[deliverAt, quietUntil].map((at) => (at === null ? 0 : Date.parse(at))))
  const text = useClock(1000, (now) => (due <= now ? 'due now' : `in ${spanTo(due, now)}`))
  return (
    <span className="font-normal text-soft">
      {' – '}
      <time dateTime={new Date(due).toISOString()}>{text}</time>
    </span>
  )
}

function PendingWords({ attempt }: { attempt: Attempt }) {
  return isAwaited(attempt) ? <Countdown attempt={attempt} /> : <Told>{attemptOutcome(attempt)}</Told>
}

function LookupLine({ lookup }: { lookup: Lookup }) {
  const next = lookup.nextTryAt === null ? null : Date.parse(lookup.nextTryAt)
  const when = useClock(250, (now) => (next === null || next <= now ? 'now' : spanTo(next, now)))
  return (
    <p className="text-soft">
      Route look-up: {lookup.failures === 1 ? '1 failed try' : `${lookup.failures} failed tries`}, last error
      “<bdi>{lookup.lastError}</bdi>”, next try {when === 'now' ? 'now' : `in ${when}`}.
    </p>
  )
}

/** Not a live region: the sentence below announces the wait once. */
function NextTry({ waiting }: { waiting: Waiting }) {
  const next = waiting.nextTryAt === null ? null : Date.parse(waiting.nextTryAt)
  const text = useClock(500, (now) => {
    if (next === null) return 'goes on once sending is resumed'
    return next <= now ? 'next try now' : `next try in ${spanTo(next, now)}`
  })
  return <span>{text}</span>
}

function spanTo(moment: number, now: number): string {
  return remaining(moment - now).replace(' left', '')
}

/** A late receipt may still correct the ending; names the providers it could come from. */
function SettlingLine({ attempts, until }: { attempts: Packet['attempts']; until: string }) {
  const end = Date.parse(until)
  const left = useClock(1000, (now) => (end <= now ? 'ending now' : remaining(end - now)))
  const open = attempts.filter((attempt) => !attempt.settled).map((attempt) => attempt.provider)
  return (
    <p className="text-soft">
      {open.length === 0 ? (
        'A receipt that corrects it'
      ) : (
        <Told names={open}>
          {`${new Intl.ListFormat('en').format(open)} may still deliver it; a late receipt`}
        </Told>
      )}{' '}
      counts until <TimeOfDay iso={until} /> ({left}).
    </p>
  )
}

/** Replaces the wait of a stuck packet: why it cannot go on, and what to do. Nothing counts down here. */
function StuckStory({ packet, stuck }: { packet: Packet; stuck: Stuck }) {
  return (
    <div className="flex gap-3 bg-bad-wash px-4 pt-4 pb-3">
      <Glyph look={stuckLook} size={24} />
      <div className="min-w-0">
        <p className="font-semibold">
          {statusLooks[packet.status].word}, stuck{stuck.since !== null && <Since iso={stuck.since} />}
        </p>
        <p aria-live="polite" className="text-lg text-pretty break-words">
          {explainStuck(stuck)}
        </p>
        <p className="mt-1 text-pretty break-words">
          Before that: <Told names={packet.attempts.map(({ provider }) => provider)}>{packet.reason}</Told>{' '}
          Receipts that have come since are kept, and take effect once the packet goes on.
        </p>
      </div>
    </div>
  )
}

function Since({ iso }: { iso: string }) {
  return (
    <>
      {' '}
      since <TimeOfDay iso={iso} /> (<Ago iso={iso} after=" ago" />)
    </>
  )
}
