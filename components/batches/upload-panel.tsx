'use client'
import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { FileUp } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type DragEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useAlive } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { Field, inputClass } from '@/components/ui/field'
import { sizeText } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { useSettled } from '@/components/ui/settled'
import { ClientError } from '@/lib/client/client-error'
import { randomKey } from '@/lib/client/fill-key'
import { previewFile, type UploadParams, uploadFile } from '@/lib/client/upload'
import { pagePaths } from '@/lib/contract/paths'
import { FilePreview } from './file-preview'

/** The form that takes a file, previews it and uploads it. */
export function UploadPanel() {
  const [file, setFile] = useState<File | null>(null)
  return (
    <Panel title="Upload a file">
      <DropZone file={file} onChoose={setFile} />
      {file === null ? <Explanation /> : <FileForm key={fileKey(file)} file={file} />}
    </Panel>
  )
}

/** The React key of the form: another file resets it. */
function fileKey({ name, size, lastModified }: File): string {
  return `${name} ${size} ${lastModified}`
}

function Explanation() {
  return (
    <p className="mt-3 text-soft text-pretty">
      CSV with a header, or one JSON object on each line (.ndjson, .jsonl). Columns are recognized by name:
      source, destination, text or contents, id, maxAttempts, receiptTimeoutMs, deliverAt, timeZone,
      expiresAt, notifyUrl, orderingKey, holdOnFailure, priority, fairnessKey. Columns with other names can be
      assigned once you have chosen the file. Nothing is sent until you confirm.
    </p>
  )
}

interface DropZoneProps {
  file: File | null
  onChoose: (file: File) => void
}

function DropZone({ file, onChoose }: DropZoneProps) {
  const id = useId()
  const alive = useAlive()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [dropped] = event.dataTransfer.files
    if (dropped) onChoose(dropped)
  }
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={clsx(
        'flex min-h-24 cursor-pointer flex-col items-center justify-center gap-1 rounded-md border border-dashed p-4 text-center transition-colors',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        over ? 'border-accent bg-accent-wash' : 'border-edge hover:bg-hover',
      )}
    >
      <FileUp aria-hidden size={20} className="text-soft" />
      <span className="max-w-full font-semibold wrap-anywhere">
        {file === null ? 'Drop a file here, or choose one' : <bdi>{file.name}</bdi>}
      </span>
      <span className="text-soft">
        {file === null ? 'CSV or NDJSON, up to 1 GiB' : `${sizeText(file.size)}. Choose another one`}
      </span>
      <input
        id={id}
        type="file"
        accept=".csv,.tsv,.txt,.ndjson,.jsonl,text/csv"
        disabled={!alive}
        aria-label="File"
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen) onChoose(chosen)
        }}
        className="sr-only"
      />
    </label>
  )
}

type Sending =
  | { is: 'idle' }
  | { is: 'sending'; sent: number }
  /** A retry uses the same batch id, so no row is sent twice. `batchId` is null if the request was invalid. */
  | { is: 'broken'; why: string; batchId: string | null }

function FileForm({ file }: { file: File }) {
  const [source, setSource] = useState('')
  const [text, setText] = useState('')
  const [columns, setColumns] = useState<Record<string, string>>({})
  const [refuse, setRefuse] = useState(false)
  const params = useMemo(
    (): UploadParams => ({
      source: source === '' ? null : source,
      text: text === '' ? null : text,
      columns: Object.keys(columns).length === 0 ? null : JSON.stringify(chosenFields(columns)),
      badRows: refuse ? 'refuse' : 'skip',
    }),
    [source, text, columns, refuse],
  )
  const settled = useSettled(params)
  const preview = useQuery({
    queryKey: ['batch-preview', fileKey(file), settled],
    queryFn: ({ signal }) => previewFile(file, settled, signal),
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  })
  const { sending, send, stop } = useUpload(file, params)
  const busy = sending.is === 'sending'
  return (
    <form
      aria-label="New batch"
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <fieldset disabled={busy} className="grid min-w-0 gap-x-4 gap-y-2 sm:grid-cols-2">
        <Field label="Source" hint="For rows without a source." error={undefined}>
          {(control) => (
            <input
              {...control}
              value={source}
              onChange={(event) => setSource(event.target.value)}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              dir="auto"
              className={inputClass}
            />
          )}
        </Field>
        <Field label="Text" hint="For rows without a text." error={undefined}>
          {(control) => (
            <input
              {...control}
              value={text}
              onChange={(event) => setText(event.target.value)}
              maxLength={2000}
              autoComplete="off"
              dir="auto"
              className={inputClass}
            />
          )}
        </Field>
        <label className="flex items-start gap-2 sm:col-span-2">
          <input
            type="checkbox"
            checked={refuse}
            onChange={(event) => setRefuse(event.target.checked)}
            className="mt-0.5 size-4"
          />
          <span>
            Send none if a row is at fault
            <span className="block text-xs text-faint">
              Otherwise the good rows are sent, and the others listed.
            </span>
          </span>
        </label>
      </fieldset>
      <FilePreview
        preview={preview.data}
        error={preview.error}
        columns={columns}
        onColumns={setColumns}
        disabled={busy}
      />
      <div className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
        <Button
          type="submit"
          look="primary"
          disabled={busy || preview.error !== null || (preview.data?.trouble ?? null) !== null}
        >
          {busy ? 'Uploading' : sending.is === 'broken' ? 'Go on' : 'Upload and send'}
        </Button>
        {busy && <Button onClick={stop}>Stop</Button>}
        <UploadNews sending={sending} size={file.size} />
      </div>
    </form>
  )
}

/** A column whose field is left empty is not used. */
function chosenFields(columns: Record<string, string>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, field]) => [name, field === '' ? null : field]),
  )
}

/** Uploads the file, under one batch id for all tries. */
function useUpload(file: File, params: UploadParams) {
  const [sending, setSending] = useState<Sending>({ is: 'idle' })
  const [id] = useState(() => `b${randomKey()}`)
  const stopped = useRef<AbortController | null>(null)
  const router = useRouter()
  const busy = sending.is === 'sending'
  useEffect(() => {
    if (!busy) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [busy])
  const send = async () => {
    if (busy) return
    stopped.current = new AbortController()
    const { signal } = stopped.current
    setSending({ is: 'sending', sent: 0 })
    try {
      const onProgress = (sent: number) => setSending({ is: 'sending', sent })
      const batch = await uploadFile(file, {
        params: { ...params, id, name: file.name.slice(0, 200) },
        onProgress,
        signal,
      })
      router.push(pagePaths.batch(batch.id))
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      setSending({ is: 'broken', why: error.message, batchId: error.code === 'INVALID_REQUEST' ? null : id })
    }
  }
  return { sending, send, stop: () => stopped.current?.abort() }
}

function UploadNews({ sending, size }: { sending: Sending; size: number }) {
  switch (sending.is) {
    case 'idle':
      return null
    case 'sending':
      return (
        <p role="status" className="flex min-w-0 flex-1 items-center gap-3 text-soft">
          <progress
            aria-label="Uploaded"
            max={size}
            value={sending.sent}
            className="h-2 min-w-24 flex-1 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-wait [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-wait"
          />
          <span className="shrink-0">
            {sending.sent < size ? `${sizeText(sending.sent)} of ${sizeText(size)}` : 'Storing the last rows'}
          </span>
        </p>
      )
    case 'broken':
      return (
        <p role="alert" className="min-w-0 flex-1 text-bad text-pretty">
          {sending.why}{' '}
          {sending.batchId !== null && (
            <span className="text-ink">
              Going on is safe: no row is sent twice.{' '}
              <Link
                href={pagePaths.batch(sending.batchId)}
                className="text-accent underline underline-offset-2"
              >
                See what has arrived
              </Link>
            </span>
          )}
        </p>
      )
  }
}
