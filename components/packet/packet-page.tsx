'use client'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { shortenMiddle } from '@/components/packets/shorten'
import { PacketReceipts } from '@/components/receipts/packet-receipts'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Lanes } from '@/components/timeline/lanes'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel } from '@/components/ui/panel'
import { Placeholder } from '@/components/ui/placeholder'
import { RevealPanel } from '@/components/ui/reveal-panel'
import { Skeleton } from '@/components/ui/skeleton'
import { ClientError, isIntercepted } from '@/lib/client/client-error'
import { explainError } from '@/lib/client/explain-error'
import { useHealth } from '@/lib/client/health'
import { useLivePacket } from '@/lib/client/use-live-packet'
import { useTrueState } from '@/lib/client/use-true-state'
import { pagePaths } from '@/lib/contract/paths'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { AttemptTable } from './attempt-table'
import { CancelDialog } from './cancel-dialog'
import { ContentsPanel } from './contents-panel'
import { EvidenceList } from './evidence-list'
import { HistoryPanel } from './history-panel'
import { NoSuchPacket } from './no-such-packet'
import { PacketFacts } from './packet-facts'
import { PacketStory } from './packet-story'
import { TemporalDetails } from './temporal-details'
import { type TemporalUi, temporalRunUrl } from './temporal-run-url'

interface PacketPageProps {
  id: string
  /** Null when nobody said where Temporal's own pages are. */
  temporalUi: TemporalUi | null
}

export function PacketPage({ id, temporalUi }: PacketPageProps) {
  const { query, link: connection } = useLivePacket(id)
  const health = useHealth({ streamed: connection.is !== 'ended' })
  const link = useTrueState(connection, health)
  const packet = query.data
  return (
    <>
      <PageHeader
        title={
          <>
            <span className="sr-only">Packet {id}</span>
            <span aria-hidden translate="no" title={id} className="font-mono text-lg">
              <span className="max-sm:hidden">{shortenMiddle(id, 40)}</span>
              <span className="sm:hidden">{shortenMiddle(id, 16)}</span>
            </span>
          </>
        }
        beside={<CopyButton text={id} label={`Copy the id ${id}`} className="-ml-2" />}
        link={link}
        action={packet && !hasEnded(packet.status) && <CancelDialog id={id} />}
      >
        <Link href={pagePaths.packets} className="inline-flex items-center gap-1 hover:text-ink print:hidden">
          <ArrowLeft aria-hidden size={14} />
          All packets
        </Link>
        <HealthLine health={health} />
      </PageHeader>
      {packet && <PacketParts packet={packet} temporalUi={temporalUi} />}
      {!packet && isMissing(query.error) && <NoSuchPacket />}
      {!packet && query.error && !isMissing(query.error) && (
        <Placeholder
          title="The packet could not be read"
          actions={
            <Button look="primary" onClick={() => void query.refetch()}>
              Try again
            </Button>
          }
        >
          <p role="alert">{explainError(query.error)}</p>
        </Placeholder>
      )}
      {query.isPending && (
        <div className="rounded-lg border border-line bg-panel">
          <Skeleton label="Loading the packet" rows={3} rowClass="h-14" />
        </div>
      )}
    </>
  )
}

function isMissing(error: Error | null): boolean {
  return error instanceof ClientError && error.status === 404 && !isIntercepted(error)
}

function PacketParts({ packet, temporalUi }: { packet: Packet; temporalUi: TemporalUi | null }) {
  const tried = packet.attempts.length > 0
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_336px] xl:grid-rows-[auto_1fr]">
      <div className="grid min-w-0 gap-4">
        <section aria-label="What happened" className="min-w-0 rounded-lg border border-line bg-panel">
          <PacketStory packet={packet} />
          {tried && (
            <div className="border-t border-line px-4 py-3">
              <Lanes packet={packet} />
            </div>
          )}
        </section>
        {tried && (
          <Panel title="Attempts and receipts">
            <AttemptTable packet={packet} />
          </Panel>
        )}
        <PacketReceipts id={packet.id} />
        {tried && (
          <RevealPanel
            title="Evidence"
            closed="What each provider was sent and answered, and which receipts came back, as recorded."
          >
            {() => <EvidenceList packet={packet} />}
          </RevealPanel>
        )}
      </div>
      <div className="grid min-w-0 gap-4 xl:row-span-2">
        <PacketFacts packet={packet} />
        <ContentsPanel packet={packet} />
        <TemporalDetails packet={packet} runUrl={temporalUi && temporalRunUrl(temporalUi, packet)} />
      </div>
      <div className="min-w-0">
        <HistoryPanel packet={packet} />
      </div>
    </div>
  )
}
