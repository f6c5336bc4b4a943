import { ExternalLink } from 'lucide-react'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel } from '@/components/ui/panel'
import type { Packet } from '@/lib/packet/packet'

interface TemporalDetailsProps {
  packet: Packet
  /** Where Temporal's own page of this run is; null when no address is configured. */
  runUrl: string | null
}

export function TemporalDetails({ packet, runUrl }: TemporalDetailsProps) {
  return (
    <Panel title="Temporal details">
      <dl className="grid grid-cols-[96px_1fr] gap-x-3 gap-y-1.5">
        <dt className="text-soft">Workflow id</dt>
        <Exact text={packet.workflowId} label="Copy the workflow id" />
        <dt className="text-soft">Run id</dt>
        {packet.runId === null ? (
          <dd className="text-faint">not begun yet</dd>
        ) : (
          <Exact text={packet.runId} label="Copy the run id" />
        )}
        {packet.stuck !== null && (
          <>
            <dt className="text-soft">Problem</dt>
            <Exact text={packet.stuck.detail} label="Copy the problem" />
          </>
        )}
      </dl>
      {runUrl !== null && (
        <a
          href={runUrl}
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

function Exact({ text, label }: { text: string; label: string }) {
  return (
    <dd className="flex min-w-0 items-start gap-1">
      <code translate="no" className="min-w-0 font-mono text-xs leading-5 break-all">
        {text}
      </code>
      <CopyButton text={text} label={label} className="-my-0.5" />
    </dd>
  )
}
