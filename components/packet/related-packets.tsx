'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Glyph } from '@/components/route/glyph'
import { statusLooks } from '@/components/route/looks'
import { Ago } from '@/components/time/ago'
import { counted } from '@/components/ui/format'
import { IdLink } from '@/components/ui/id-link'
import { Panel } from '@/components/ui/panel'
import { withParams } from '@/lib/client/api'
import { fewPacketsQuery } from '@/lib/client/queries'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { mostCounted } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'

/** Packets that are related to this one. Renders nothing if there are none. */
export function RelatedPackets({ packet }: { packet: Packet }) {
  const { id, orderingKey, batch, repeats, repeatedBy } = packet
  if (orderingKey === null && batch === null && repeats === null && repeatedBy.length === 0) return null
  return (
    <Panel title="Related packets" className="print:hidden">
      {repeats !== null && <Repeats title="Sends again" ids={[repeats]} />}
      {repeatedBy.length > 0 && <Repeats title="Sent again as" ids={repeatedBy} />}
      {orderingKey !== null && (
        <Others
          title="With the same ordering key"
          of={id}
          filter={{ orderingKey }}
          all={withParams(pagePaths.packets, { orderingKey })}
        />
      )}
      {batch !== null && (
        <Others
          title="Of the same batch"
          of={id}
          filter={{ batch: batch.id }}
          all={pagePaths.batch(batch.id)}
        />
      )}
    </Panel>
  )
}

function Repeats({ title, ids }: { title: string; ids: readonly string[] }) {
  return (
    <section aria-label={title} className="not-first:mt-3">
      <h3 className="text-soft">{title}</h3>
      <ul>
        {ids.map((id) => (
          <li key={id} className="flex min-w-0 py-1">
            <PacketLink id={id} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function PacketLink({ id }: { id: string }) {
  return <IdLink id={id} href={pagePaths.packet(id)} className="min-w-0 flex-1 truncate" />
}

const mostShown = 5

interface OthersProps {
  title: string
  /** The id of the packet itself, which is left out. */
  of: string
  filter: PacketFilter
  /** The page that lists all of them. */
  all: string
}

function Others({ title, of, filter, all }: OthersProps) {
  const { data, error } = useQuery(fewPacketsQuery(filter))
  const others = data?.items.filter(({ id }) => id !== of).slice(0, mostShown) ?? []
  return (
    <section aria-label={title} className="not-first:mt-3">
      <h3 className="text-soft">{title}</h3>
      {data === undefined && (
        <p role="status" className="text-faint">
          {error === null ? 'Looking for them' : 'Could not load them.'}
        </p>
      )}
      {data !== undefined && others.length === 0 && <p className="text-faint">No other packet.</p>}
      <ul>
        {others.map((packet) => (
          <li key={packet.id} className="flex min-w-0 items-center gap-2 py-1">
            <Glyph look={statusLooks[packet.status]} size={14} />
            <span className="sr-only">{statusLooks[packet.status].word}</span>
            <PacketLink id={packet.id} />
            <span className="shrink-0 text-xs text-soft">
              <Ago iso={packet.createdAt} after=" ago" />
            </span>
          </li>
        ))}
      </ul>
      {data !== undefined && data.total > others.length + 1 && (
        <Link href={all} prefetch={false} className="underline underline-offset-4 hover:text-accent">
          All {counted(data.total, 'packet', 'packets', mostCounted)}
        </Link>
      )}
    </section>
  )
}
