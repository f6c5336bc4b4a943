'use client'
import { useQueryClient } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { PacketAudit } from '@/components/audit/packet-audit'
import { PacketNotifications } from '@/components/notifications/packet-notifications'
import { PacketReceipts } from '@/components/receipts/kept-receipts'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { buttonClass } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel, RevealPanel } from '@/components/ui/panel'
import { Placeholder, Skeleton, Unread } from '@/components/ui/placeholder'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { copyText } from '@/components/ui/toast'
import { WatchButton } from '@/components/watch/watch-button'
import { callAnswer } from '@/lib/client/api'
import { explainError, isMissing } from '@/lib/client/client-error'
import { useHealth, useTrueState } from '@/lib/client/link-state'
import { notePacket } from '@/lib/client/queries'
import { useLivePacket } from '@/lib/client/use-packet'
import { pagePaths } from '@/lib/contract/paths'
import { hasEnded, isFinal, type Packet } from '@/lib/packet/packet'
import { ActionBar } from './action-bar'
import { ActionList } from './action-list'
import { AttemptTable } from './attempt-table'
import { ContentsPanel } from './contents-panel'
import { EvidenceList } from './evidence-list'
import { HistoryPanel } from './history-panel'
import { PacketFacts, TemporalDetails, type TemporalUi } from './packet-facts'
import { PacketStory } from './packet-story'
import { RelatedPackets } from './related-packets'
import { SchedulePanel } from './schedule-panel'
import { SendAgainDialog } from './send-again-dialog'
import { TimelinePanel } from './timeline-panel'

interface PacketPageProps {
  id: string
  /** Null if the address of Temporal's own pages is not configured. */
  temporalUi: TemporalUi | null
}

const idEnd = 5

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
            {/* Ids differ least in the middle, so the end stays visible however narrow the page is. */}
            <span aria-hidden translate="no" title={id} className="flex font-mono text-lg">
              <span className="truncate">{id.slice(0, -idEnd)}</span>
              <span>{id.slice(-idEnd)}</span>
            </span>
          </>
        }
        beside={<CopyButton text={id} label={`Copy the id ${id}`} className="-ml-2" />}
        link={link}
        action={packet && <Actions packet={packet} />}
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
        <Unread
          title="Could not load the packet"
          message={explainError(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Skeleton label="Loading the packet" rows={3} rowClass="h-14" />}
    </>
  )
}

function PacketParts({ packet, temporalUi }: { packet: Packet; temporalUi: TemporalUi | null }) {
  const tried = packet.attempts.length > 0
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_336px] xl:grid-rows-[auto_1fr]">
      <div className="grid min-w-0 gap-4">
        <section aria-label="What happened" className="min-w-0 rounded-lg border border-line bg-panel">
          <PacketStory packet={packet} />
          <TimelinePanel packet={packet} />
          <ActionBar packet={packet} />
        </section>
        {tried && (
          <Panel title="Attempts and receipts">
            <AttemptTable packet={packet} />
          </Panel>
        )}
        <PacketReceipts id={packet.id} />
        <PacketAudit packet={packet} />
        <PacketNotifications packet={packet} />
        {tried && (
          <RevealPanel
            title="Evidence"
            closed="The recorded requests to each provider, its answers, and its receipts."
          >
            {() => <EvidenceList packet={packet} />}
          </RevealPanel>
        )}
      </div>
      <div className="grid min-w-0 gap-4 xl:row-span-2">
        {packet.status === 'SCHEDULED' && <SchedulePanel packet={packet} />}
        {packet.actions.length > 0 && <ActionList actions={packet.actions} />}
        <PacketFacts packet={packet} />
        <RelatedPackets packet={packet} />
        <ContentsPanel packet={packet} />
        <TemporalDetails packet={packet} ui={temporalUi} />
      </div>
      <div className="min-w-0">
        <HistoryPanel packet={packet} />
      </div>
    </div>
  )
}

/** The actions that the packet's current state allows. */
function Actions({ packet }: { packet: Packet }) {
  const { id } = packet
  useCommands([{ name: 'Copy the id', group: 'page', run: () => void copyText(id, 'Id copied') }])
  return (
    <span className="flex gap-2">
      {!isFinal(packet) && <WatchButton packet={packet} />}
      {hasEnded(packet.status) ? <SendAgainDialog packet={packet} /> : <CancelDialog id={id} />}
    </span>
  )
}

/** Asks for a reason before it cancels: the reason stays with the packet. */
function CancelDialog({ id }: { id: string }) {
  const client = useQueryClient()
  const cancel = async (reason: string, who: string | undefined) => {
    const { status, body: packet } = await callAnswer('POST /api/packets/{id}/actions/cancel', {
      params: { id },
      body: { reason, who },
    })
    notePacket(client, packet)
    return status === 200
  }
  return (
    <ReasonDialog
      trigger="Cancel packet"
      title="Cancel this packet?"
      about="No further provider gets it. A provider that already has it may still deliver it; then it counts as delivered."
      placeholder="Wrong destination"
      hint="It stays with the packet."
      confirm="Cancel packet"
      confirming="Canceling"
      look="danger"
      leave="Keep it going"
      openerGoes
      act={cancel}
    />
  )
}

/** In place of a packet that is not stored. */
export function NoSuchPacket() {
  return (
    <Placeholder
      title="No such packet"
      actions={
        <>
          <Link href={pagePaths.packets} className={buttonClass('primary')}>
            Search all packets
          </Link>
          <Link href={pagePaths.submit} className={buttonClass()}>
            Submit a packet
          </Link>
        </>
      }
    >
      <p>Check the id: capital letters count.</p>
    </Placeholder>
  )
}
