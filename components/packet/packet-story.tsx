'use client'
import { Glyph } from '@/components/route/glyph'
import { statusLooks } from '@/components/route/looks'
import { useClock } from '@/components/time/clock'
import { Countdown, remaining } from '@/components/timeline/countdown'
import type { Attempt, Lookup, Packet } from '@/lib/packet/packet'

/** What happened and why, in one sentence, and what it waits for now. */
export function PacketStory({ packet }: { packet: Packet }) {
  const look = statusLooks[packet.status]
  const pending = packet.attempts.find((attempt) => attempt.outcome === 'PENDING')
  return (
    <div className="flex gap-3 px-4 pt-4 pb-3">
      <Glyph look={look} size={24} />
      <div className="min-w-0">
        <p className="font-semibold">
          {look.word}
          {pending !== undefined && (
            <span className="font-normal text-soft">
              {' – '}
              <Countdown attempt={pending} />
            </span>
          )}
        </p>
        <p aria-live="polite" className="text-lg text-pretty break-words">
          {packet.reason}
        </p>
        {packet.lookup !== null && packet.status === 'ROUTING' && <LookupLine lookup={packet.lookup} />}
        {packet.settling && <SettlingLine attempts={packet.attempts} />}
      </div>
    </div>
  )
}

function LookupLine({ lookup }: { lookup: Lookup }) {
  const next = lookup.nextTryAt === null ? null : Date.parse(lookup.nextTryAt)
  const when = useClock(250, (now) => (next === null || next <= now ? 'now' : remaining(next - now)))
  return (
    <p className="text-soft">
      Route look-up: {lookup.failures === 1 ? '1 failed try' : `${lookup.failures} failed tries`}, last error
      “{lookup.lastError}”, next try {when === 'now' ? 'now' : `in ${when.replace(' left', '')}`}.
    </p>
  )
}

/** The end may still be corrected: say by whom, so that nobody is surprised. */
function SettlingLine({ attempts }: { attempts: readonly Attempt[] }) {
  const open = attempts.filter((attempt) => !attempt.settled).map((attempt) => attempt.provider)
  if (open.length === 0) return null
  return (
    <p className="text-soft">
      {new Intl.ListFormat('en').format(open)} may still deliver it; a late receipt is still listened for.
    </p>
  )
}
