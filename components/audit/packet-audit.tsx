'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Ago } from '@/components/time/ago'
import { counted } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { withParams } from '@/lib/client/api'
import { auditOfPacket, packetAuditQuery } from '@/lib/client/queries'
import type { AuditEntry } from '@/lib/contract/audit'
import { mostCounted } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { Result } from './audit-table'
import { actionWords } from './audit-words'

const mostShown = 5

/** What operators did with this packet. Renders nothing while there are no entries. */
export function PacketAudit({ packet }: { packet: Packet }) {
  const { data: page } = useQuery(packetAuditQuery(packet))
  if (page === undefined || page.items.length === 0) return null
  return (
    <Panel
      title="What operators did"
      action={
        <Link
          href={withParams(pagePaths.audit, auditOfPacket(packet.id))}
          prefetch={false}
          className="text-soft underline-offset-4 hover:text-accent hover:underline"
        >
          {counted(page.total, 'entry', 'entries', mostCounted)} in the audit
        </Link>
      }
    >
      <ul className="divide-y divide-line">
        {page.items.slice(0, mostShown).map((entry) => (
          <PacketEntry key={entry.id} entry={entry} made={entry.made === packet.id} />
        ))}
      </ul>
    </Panel>
  )
}

/** @param made whether this action created the packet, by sending another one again */
function PacketEntry({ entry, made }: { entry: AuditEntry; made: boolean }) {
  const { action, who, reason, at } = entry
  return (
    <li className="grid gap-x-4 gap-y-0.5 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
      <span className="min-w-0 wrap-anywhere">
        {made ? 'Send another packet again as this one' : actionWords[action]}
        {who !== null && (
          <span className="text-soft">
            {' by '}
            <bdi>{who}</bdi>
          </span>
        )}
        {reason !== null && (
          <span className="block text-soft">
            “<bdi>{reason}</bdi>”
          </span>
        )}
      </span>
      <span className="min-w-0">
        <Result entry={entry} />
      </span>
      <span className="text-soft md:text-right">
        <Ago iso={at} after=" ago" />
      </span>
    </li>
  )
}
