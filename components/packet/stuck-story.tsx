import { Glyph } from '@/components/route/glyph'
import { statusLooks, stuckLook } from '@/components/route/looks'
import { exactUtc, timeUtc } from '@/components/time/age'
import { Ago } from '@/components/time/ago'
import { Told } from '@/components/ui/told'
import type { Packet } from '@/lib/packet/packet'
import { explainStuck, type Stuck } from '@/lib/packet/stuck'

/** In place of what a packet waits for: why it waits in vain, and what to do. Nothing counts down here. */
export function StuckStory({ packet, stuck }: { packet: Packet; stuck: Stuck }) {
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
          Before that: <Told names={packet.attempts.map(({ provider }) => provider)}>{packet.reason}</Told> A
          receipt that has come since is kept, and read as soon as it goes on.
        </p>
      </div>
    </div>
  )
}

function Since({ iso }: { iso: string }) {
  return (
    <>
      {' '}
      since{' '}
      <time dateTime={iso} title={exactUtc(iso)}>
        {timeUtc(iso)}
      </time>{' '}
      (<Ago iso={iso} after=" ago" />)
    </>
  )
}
