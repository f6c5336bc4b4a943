import { clsx } from 'clsx'
import { Glyph } from '@/components/route/glyph'
import { statusLooks, stuckLook, toneText } from '@/components/route/looks'
import type { Packet, PacketFlag } from '@/lib/packet/packet'

/** The status in words, with a note if the packet is settling or stuck. */
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

export const flagWords: Record<PacketFlag, { word: string; meaning: string }> = {
  late: { word: 'Late receipt', meaning: 'A receipt came after its deadline.' },
  doubled: { word: 'Doubled', meaning: 'Two providers confirmed: it was delivered twice.' },
  risk: {
    word: 'Risk',
    meaning: 'An earlier provider may still deliver it although it was handed to another one.',
  },
  grace: { word: 'Grace', meaning: 'An outage of Waybill extended a deadline.' },
  contradicted: { word: 'Contradicted', meaning: 'Contradictory results were given for one attempt.' },
  waiting: { word: 'Waiting', meaning: 'No provider can or may be handed it now.' },
  settling: { word: 'Settling', meaning: 'It has ended, but a late receipt may still correct it.' },
  stuck: { word: 'Stuck', meaning: 'No running worker can go on with it. Deploy one that can.' },
}

const byGravity: readonly PacketFlag[] = ['waiting', 'doubled', 'contradicted', 'risk', 'late', 'grace']

/** The flags that a list shows beside the status badge, which itself says settling and stuck. */
export function flagsBesideStatus(flags: readonly PacketFlag[]): PacketFlag[] {
  return flags.filter((flag) => flag !== 'settling' && flag !== 'stuck')
}

/** The most important flag, for a place with room for one. */
export function gravestFlag(flags: readonly PacketFlag[]): PacketFlag | null {
  return byGravity.find((flag) => flags.includes(flag)) ?? null
}

export function FlagBadge({ flag, more = 0 }: { flag: PacketFlag; more?: number }) {
  const { word, meaning } = flagWords[flag]
  return (
    <span
      title={meaning}
      className="relative z-10 inline-flex h-5 shrink-0 items-center rounded-sm border border-edge px-1.5 text-xs whitespace-nowrap text-soft"
    >
      {word}
      {more > 0 && ` +${more}`}
    </span>
  )
}
