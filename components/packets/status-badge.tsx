import { Glyph } from '@/components/route/glyph'
import { statusLooks } from '@/components/route/looks'
import type { Packet } from '@/lib/packet/packet'

/** The status in words; one that only settles is told from one that ended for good. */
export function StatusBadge({ packet }: { packet: Pick<Packet, 'status' | 'settling'> }) {
  const look = statusLooks[packet.status]
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <Glyph look={look} />
      <span className="lg:leading-4">
        {look.word}
        {packet.settling && (
          <>
            <span className="sr-only">, </span>
            <span className="text-xs text-soft max-lg:ml-1.5 lg:block lg:leading-3.5">settling</span>
          </>
        )}
      </span>
    </span>
  )
}
