import { clsx } from 'clsx'
import { Glyph } from '@/components/route/glyph'
import { statusLooks, stuckLook, toneText } from '@/components/route/looks'
import type { Packet } from '@/lib/packet/packet'

/** The status in words; one that only settles, or is stuck, is told from one that is what it seems. */
export function StatusBadge({ packet }: { packet: Pick<Packet, 'status' | 'settling' | 'stuck'> }) {
  const look = statusLooks[packet.status]
  const note = noteOn(packet)
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <Glyph look={packet.stuck === null ? look : stuckLook} />
      <span className="lg:leading-4">
        {look.word}
        {note !== null && (
          <>
            <span className="sr-only">, </span>
            <span
              className={clsx(
                'text-xs max-lg:ml-1.5 lg:block lg:leading-3.5',
                packet.stuck === null ? 'text-soft' : toneText[stuckLook.tone],
              )}
            >
              {note}
            </span>
          </>
        )}
      </span>
    </span>
  )
}

function noteOn({ settling, stuck }: Pick<Packet, 'settling' | 'stuck'>): string | null {
  if (stuck !== null) return 'stuck'
  return settling ? 'settling' : null
}
