import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import { FlagBadge, flagWords } from '@/components/packets/badges'
import { Exact, ExactAgo } from '@/components/time/ago'
import { CopyButton } from '@/components/ui/copy-button'
import { Fact, Facts } from '@/components/ui/facts'
import { Panel } from '@/components/ui/panel'
import { withParams } from '@/lib/client/api'
import { pagePaths } from '@/lib/contract/paths'
import { defaultPriority, priorityRange } from '@/lib/packet/bounds'
import { formatDuration } from '@/lib/packet/duration'
import { isInFlight, type Packet } from '@/lib/packet/packet'

interface PacketOnly {
  packet: Packet
}

/** The facts of a packet other than its course. */
export function PacketFacts({ packet }: PacketOnly) {
  return (
    <Panel title="Packet">
      <Facts>
        <Fact name="Source">
          <Copied text={packet.source} label="Copy the source" />
        </Fact>
        <Fact name="Destination">
          <Copied text={packet.destination} label="Copy the destination" />
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
        {packet.deliverAt !== null && (
          <Fact name="Deliver at">
            <Exact iso={packet.deliverAt} />
          </Fact>
        )}
        {packet.quietUntil !== null && (
          <Fact name="Quiet until">
            <Exact iso={packet.quietUntil} />
          </Fact>
        )}
        {packet.begunAt !== null && (
          <Fact name="Begun">
            <ExactAgo iso={packet.begunAt} after=" ago" />
          </Fact>
        )}
        {packet.batch !== null && (
          <Fact name="Batch">
            <Link
              href={pagePaths.batch(packet.batch.id)}
              className="font-mono text-xs leading-5 break-all underline underline-offset-4 hover:text-accent"
            >
              {packet.batch.id}
            </Link>
            <CopyButton text={packet.batch.id} label="Copy the batch's id" className="-my-1 align-middle" />
            <span className="block text-soft">Line {packet.batch.line}</span>
          </Fact>
        )}
        <PrecedenceFacts packet={packet} />
        {packet.expiresAt !== null && (
          <Fact name="Expires">
            <Exact iso={packet.expiresAt} />
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
      </Facts>
    </Panel>
  )
}

/** The facts that decide the order in which packets are delivered. */
function PrecedenceFacts({ packet: { orderingKey, holdOnFailure, priority, fairnessKey } }: PacketOnly) {
  return (
    <>
      {orderingKey !== null && (
        <Fact name="Ordering key">
          <Link
            href={withParams(pagePaths.queues, { key: orderingKey })}
            prefetch={false}
            className="wrap-anywhere underline underline-offset-4 hover:text-accent"
          >
            <bdi translate="no">{orderingKey}</bdi>
          </Link>
          {holdOnFailure && <span className="text-soft">, holds its queue if it is not delivered</span>}
        </Fact>
      )}
      <Fact name="Priority">
        {priority}
        <span className="text-soft"> {priorityWords[priority] ?? ''}</span>
      </Fact>
      {fairnessKey !== null && (
        <Fact name="Fairness key">
          <bdi translate="no" className="wrap-anywhere">
            {fairnessKey}
          </bdi>
        </Fact>
      )}
    </>
  )
}

const priorityWords: Readonly<Record<number, string>> = {
  [priorityRange.min]: 'of 5, goes first',
  [defaultPriority]: 'of 5, as usual',
  [priorityRange.max]: 'of 5, goes last',
}

export interface TemporalUi {
  /** Address of Temporal's own pages. */
  url: string
  namespace: string
}

/** Temporal's page for the run that delivers a packet, or for the workflow if no run is known. */
function temporalRunUrl(ui: TemporalUi, packet: Pick<Packet, 'workflowId' | 'runId'>): string {
  const steps = [
    'namespaces',
    ui.namespace,
    'workflows',
    packet.workflowId,
    ...(packet.runId === null ? [] : [packet.runId, 'history']),
  ]
  return `${ui.url.replace(/\/+$/, '')}/${steps.map(encodeURIComponent).join('/')}`
}

/** False for a packet that has not begun, or that ended before it began: Temporal does not know it. */
function hasWorkflow({ runId, status }: Packet): boolean {
  return runId !== null || isInFlight(status)
}

interface TemporalDetailsProps {
  packet: Packet
  /** Null if the address of Temporal's own pages is not configured. */
  ui: TemporalUi | null
}

/** The packet's workflow and run in Temporal. */
export function TemporalDetails({ packet, ui }: TemporalDetailsProps) {
  return (
    <Panel title="Temporal details">
      <Facts>
        <Fact name="Workflow id">
          <Copied text={packet.workflowId} label="Copy the workflow id" exact />
        </Fact>
        <Fact name="Run id">
          {packet.runId === null ? (
            <span className="text-faint">not begun yet</span>
          ) : (
            <Copied text={packet.runId} label="Copy the run id" exact />
          )}
        </Fact>
        {packet.stuck !== null && (
          <Fact name="Problem">
            <Copied text={packet.stuck.detail} label="Copy the problem" exact />
          </Fact>
        )}
      </Facts>
      {ui !== null && hasWorkflow(packet) && (
        <a
          href={temporalRunUrl(ui, packet)}
          target="_blank"
          rel="noreferrer"
          className="mt-3 inline-flex items-center gap-1.5 font-normal text-accent underline-offset-4 hover:underline"
        >
          Open this run in Temporal
          <ExternalLink aria-hidden size={14} />
          <span className="sr-only">(in a new tab)</span>
        </a>
      )}
    </Panel>
  )
}

interface CopiedProps {
  text: string
  label: string
  /** Shows the text in monospace, such as an id. */
  exact?: boolean
}

/** A text with a button that copies it. */
function Copied({ text, label, exact = false }: CopiedProps) {
  return (
    <span className="flex items-start gap-1">
      {exact ? (
        <code translate="no" className="min-w-0 font-mono text-xs leading-5 break-all">
          {text}
        </code>
      ) : (
        <bdi className="min-w-0 break-words">{text}</bdi>
      )}
      <CopyButton text={text} label={label} className="-my-0.5" />
    </span>
  )
}
