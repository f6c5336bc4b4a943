'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useMemo, useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { RevealPanel } from '@/components/ui/panel'
import { ReadFailed } from '@/components/ui/placeholder'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { ScrollText } from '@/components/ui/scroll-text'
import { Segmented } from '@/components/ui/segmented'
import { call } from '@/lib/client/api'
import { ClientError, explainError } from '@/lib/client/client-error'
import { contentsQuery } from '@/lib/client/queries'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { decodeBase64, decodeStart, decodeText, formatBytes, hexDump } from './contents-text'

/** Contents are fetched only on request: they are the sender's business, not the operator's. */
export function ContentsPanel({ packet }: { packet: Packet }) {
  return (
    <RevealPanel title="Contents" closed="•••••••• Fetched only when you ask.">
      {() => <Contents packet={packet} />}
    </RevealPanel>
  )
}

function Contents({ packet: { id, status } }: { packet: Packet }) {
  const query = useQuery(contentsQuery(id))
  if (query.isPending) return <p role="status">Fetching the contents</p>
  if (areGone(query.error)) return <p>{explainError(query.error)}</p>
  if (query.isError) {
    return <ReadFailed message={explainError(query.error)} onRetry={() => void query.refetch()} />
  }
  return (
    <div className="space-y-3">
      <ContentsView id={id} base64={query.data.contents} contentType={query.data.contentType} />
      {hasEnded(status) && <EraseDialog id={id} />}
    </div>
  )
}

function areGone(error: Error | null): error is ClientError {
  return error instanceof ClientError && error.status === 410
}

type View = 'text' | 'hex'

/** Showing more would slow the page down; the download has all of it. */
const mostShown = 16 * 1024

function ContentsView({ id, base64, contentType }: { id: string; base64: string; contentType: string }) {
  const bytes = useMemo(() => decodeBase64(base64), [base64])
  const text = useMemo(() => decodeText(bytes), [bytes])
  const [chosen, setView] = useState<View>('text')
  const view = text === null ? 'hex' : chosen
  const body = view === 'text' ? decodeStart(bytes, mostShown) : hexDump(bytes.subarray(0, mostShown))
  return (
    <div className="space-y-2">
      <div className="flex items-center gap-2">
        <Segmented
          label="View"
          value={view}
          onChange={setView}
          options={[
            { value: 'text', word: 'Text', disabled: text === null },
            { value: 'hex', word: 'Hex' },
          ]}
        />
        <span className="flex-1" />
        <CopyButton text={text ?? base64} label={text === null ? 'Copy as base64' : 'Copy the contents'} />
        <SaveButton id={id} bytes={bytes} />
      </div>
      <p className="text-xs text-faint">
        {formatBytes(bytes.length)}, {contentType}
      </p>
      <ScrollText
        label={view === 'text' ? 'Contents as text' : 'Contents in hex'}
        text={body}
        wrap={view === 'text'}
      />
      {bytes.length > mostShown && (
        <p className="text-xs text-faint">The first {formatBytes(mostShown)}; the download has all of it.</p>
      )}
    </div>
  )
}

function SaveButton({ id, bytes }: { id: string; bytes: Uint8Array<ArrayBuffer> }) {
  const save = () => {
    const url = URL.createObjectURL(new Blob([bytes]))
    const link = document.createElement('a')
    link.href = url
    link.download = `packet-${id}.bin`
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <button
      type="button"
      onClick={save}
      aria-label="Download the contents"
      title="Download the contents"
      className="grid size-6 place-items-center rounded-sm text-faint hover:bg-hover hover:text-ink"
    >
      <Download aria-hidden size={14} />
    </button>
  )
}

/** Asks for a reason before it erases what a packet carried: the reason stays with the packet. */
function EraseDialog({ id }: { id: string }) {
  const client = useQueryClient()
  const erase = async (reason: string, who: string | undefined) => {
    await call('POST /api/packets/{id}/actions/erase', { params: { id }, body: { reason, who } })
    void client.resetQueries({ queryKey: contentsQuery(id).queryKey })
    // The packet itself does not change, so its page would not read the audit again.
    void client.invalidateQueries({ queryKey: ['packet-audit', id] })
    return true
  }
  return (
    <ReasonDialog
      trigger="Erase the contents"
      title="Erase the contents of this packet?"
      about="They cannot be brought back. Addresses, attempts and receipts stay."
      placeholder="The customer asked for it"
      hint="It stays with the packet."
      confirm="Erase the contents"
      confirming="Erasing"
      look="danger"
      leave="Keep them"
      openerGoes
      act={erase}
    />
  )
}
