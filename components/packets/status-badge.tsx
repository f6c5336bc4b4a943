import { Glyph } from '@/components/route/glyph'
import { statusLooks } from '@/components/route/looks'
import type { PacketStatus } from '@/lib/packet/packet'

export function StatusBadge({ status }: { status: PacketStatus }) {
  const look = statusLooks[status]
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <Glyph look={look} />
      {look.word}
    </span>
  )
}
