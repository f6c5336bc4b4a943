import type { ReactNode } from 'react'
import { FlagBadge, flagWords } from '@/components/packets/flag-badge'
import { exactUtc } from '@/components/time/age'
import { ExactAgo } from '@/components/time/ago'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel } from '@/components/ui/panel'
import { formatDuration } from '@/lib/packet/duration'
import type { Packet } from '@/lib/packet/packet'

export function PacketFacts({ packet }: { packet: Packet }) {
  return (
    <Panel title="Packet">
      <dl className="grid grid-cols-[96px_1fr] gap-x-3 gap-y-1.5">
        <Fact name="Source">
          <Address text={packet.source} label="Copy the source" />
        </Fact>
        <Fact name="Destination">
          <Address text={packet.destination} label="Copy the destination" />
        </Fact>
        <Fact name="Submitted">
          <ExactAgo iso={packet.createdAt} after=" ago" />
        </Fact>
        <Fact name={packet.endedAt === null ? 'Changed' : 'Ended'}>
          <ExactAgo iso={packet.endedAt ?? packet.updatedAt} after=" ago" />
          {packet.endedAt !== null && (
            <span className="text-soft">
              , after {formatDuration(Date.parse(packet.endedAt) - Date.parse(packet.createdAt))}
            </span>
          )}
        </Fact>
        <Fact name="Attempts">
          {packet.attempts.length} of at most {packet.maxAttempts}
        </Fact>
        {packet.expiresAt !== null && (
          <Fact name="Expires">
            <time dateTime={packet.expiresAt}>{exactUtc(packet.expiresAt)}</time>
          </Fact>
        )}
        {packet.flags.length > 0 && (
          <Fact name="Flags">
            <ul className="space-y-1.5">
              {packet.flags.map((flag) => (
                <li key={flag}>
                  <FlagBadge flag={flag} /> <span className="text-soft">{flagWords[flag].meaning}</span>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
    </Panel>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

function Address({ text, label }: { text: string; label: string }) {
  return (
    <span className="flex items-start gap-1">
      <bdi className="min-w-0 break-words">{text}</bdi>
      <CopyButton text={text} label={label} className="-my-0.5" />
    </span>
  )
}
