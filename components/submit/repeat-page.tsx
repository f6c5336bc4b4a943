'use client'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { decodeBase64, decodeText } from '@/components/packet/contents-text'
import { NoSuchPacket } from '@/components/packet/packet-page'
import { RiskChoice } from '@/components/packet/send-again-dialog'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { shortenMiddle } from '@/components/ui/format'
import { NameField, operatorName, ReasonField } from '@/components/ui/operator'
import { Skeleton, Unread } from '@/components/ui/placeholder'
import { call } from '@/lib/client/api'
import { ClientError, explainError } from '@/lib/client/client-error'
import { useHealth } from '@/lib/client/link-state'
import { contentsQuery, packetQuery } from '@/lib/client/queries'
import type { Contents } from '@/lib/contract/packet'
import { pagePaths } from '@/lib/contract/paths'
import type { SendingAgain } from '@/lib/contract/send-again'
import type { Submission } from '@/lib/contract/submission'
import { defaultPriority } from '@/lib/packet/bounds'
import { deliveryRiskOf } from '@/lib/packet/delivery-risk'
import type { Packet } from '@/lib/packet/packet'
import { PacketForm } from './packet-form'
import { filledIn, type SubmitFields } from './submit-fields'

/** Sends a packet again, with the changes that are made here. */
export function RepeatPage({ id }: { id: string }) {
  const health = useHealth({ streamed: false })
  return (
    <>
      <PageHeader title="Send again">
        <Link href={pagePaths.packet(id)} className="inline-flex items-center gap-1 hover:text-ink">
          <ArrowLeft aria-hidden size={14} />
          Packet <span className="font-mono text-xs">{shortenMiddle(id, 40)}</span>
        </Link>
        <HealthLine health={health} />
      </PageHeader>
      <Body id={id} />
    </>
  )
}

function Body({ id }: { id: string }) {
  const packet = useQuery(packetQuery(id))
  const contents = useQuery(contentsQuery(id))
  const areGone = isStatus(contents.error, 410)
  if (isStatus(packet.error, 404)) return <NoSuchPacket />
  const error = packet.error ?? (areGone ? null : contents.error)
  if (error !== null) {
    const retry = () => void Promise.all([packet.refetch(), contents.refetch()])
    return <Unread title="Could not load the packet" message={explainError(error)} onRetry={retry} />
  }
  if (packet.data === undefined || (contents.data === undefined && !areGone))
    return <Skeleton label="Loading the packet" rows={5} rowClass="h-14" />
  return <RepeatForm packet={packet.data} contents={contents.data ?? null} refetch={packet.refetch} />
}

function isStatus(error: Error | null, status: number): boolean {
  return error instanceof ClientError && error.status === status
}

interface RepeatFormProps {
  packet: Packet
  /** Null if the contents were erased. */
  contents: Contents | null
  /** Reads the packet again. */
  refetch: () => Promise<unknown>
}

function RepeatForm({ packet, contents, refetch }: RepeatFormProps) {
  const [initial] = useState(() => fieldsOf(packet, contents))
  const [reason, setReason] = useState('')
  const [name, setName] = useState(operatorName.read)
  const [anyway, setAnyway] = useState(false)
  const risk = deliveryRiskOf(packet)
  const send = async (submission: Submission, key: string) => {
    const evenIfDelivered = risk !== null && anyway
    const body = {
      reason: reason.trim(),
      who: name.trim() || undefined,
      evenIfDelivered,
      ...editsOf(submission, initial, contents !== null),
    }
    operatorName.write(name.trim())
    try {
      return await call('POST /api/packets/{id}/actions/send-again', {
        params: { id: packet.id },
        body,
        headers: { 'Idempotency-Key': key },
      })
    } catch (error) {
      // The packet may have been delivered meanwhile: read it again, so that the form asks whether to send it anyway.
      if (error instanceof ClientError && error.code === 'MAY_BE_DELIVERED') void refetch()
      throw error
    }
  }
  return (
    <PacketForm
      name="The packet as it is sent again"
      initial={initial}
      words={{ idle: 'Send again', busy: 'Sending again' }}
      ready={reason.trim() !== '' && (risk === null || anyway)}
      send={send}
    >
      {contents === null && (
        <p className="text-silent">The contents of this packet were erased. Enter new ones.</p>
      )}
      <ReasonField
        reason={reason}
        onChange={setReason}
        hint="It is kept in the audit."
        placeholder="Wrong destination"
      />
      <NameField name={name} onChange={setName} />
      {risk !== null && <RiskChoice risk={risk} checked={anyway} onChange={setAnyway} />}
    </PacketForm>
  )
}

/** The packet's times are left out, as they are past. A field that is left empty here stays as it was. */
function fieldsOf(packet: Packet, contents: Contents | null): SubmitFields {
  const { source, destination, maxAttempts, orderingKey, holdOnFailure, priority, fairnessKey } = packet
  return {
    ...filledIn,
    source,
    destination,
    ...contentsFields(contents),
    maxAttempts: String(maxAttempts),
    orderingKey: orderingKey ?? '',
    holdOnFailure,
    priority: priority === defaultPriority ? '' : String(priority),
    fairnessKey: fairnessKey ?? '',
  }
}

function contentsFields(contents: Contents | null): Pick<SubmitFields, 'kind' | 'text' | 'contents'> {
  if (contents === null) return { kind: 'text', text: '', contents: '' }
  const text = decodeText(decodeBase64(contents.contents))
  if (text === null) return { kind: 'base64', text: '', contents: contents.contents }
  return { kind: 'text', text, contents: '' }
}

type Edits = Omit<SendingAgain, 'reason' | 'who' | 'evenIfDelivered'>

/** The changes to send. Unchanged contents are left out, so that bytes and content type stay exactly the same. */
function editsOf(submission: Submission, initial: SubmitFields, hasContents: boolean): Edits {
  const { text, contents, orderingKey, holdOnFailure, priority, fairnessKey, ...others } = submission
  const isSame =
    hasContents && (initial.kind === 'text' ? text === asTyped(initial.text) : contents === initial.contents)
  return {
    ...others,
    ...(isSame ? {} : { text, contents }),
    orderingKey: orderingKey ?? null,
    holdOnFailure: holdOnFailure ?? false,
    priority: priority ?? defaultPriority,
    fairnessKey: fairnessKey ?? null,
  }
}

/** A text area turns every line break into a line feed. */
function asTyped(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}
