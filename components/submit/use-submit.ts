'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { ClientError } from '@/lib/client/client-error'
import { FillKey } from '@/lib/client/fill-key'
import { notePacket } from '@/lib/client/queries'
import { pagePaths } from '@/lib/contract/paths'
import type { Submission } from '@/lib/contract/submission'
import type { Packet } from '@/lib/packet/packet'
import { fieldOf, halfFilled, type SubmitFields, submitForm } from './submit-fields'

const checked = zodResolver(submitForm)

const resolver: typeof checked = (fields, context, options) => {
  const field = options.fields.expiresAt?.ref
  const bad = field instanceof HTMLInputElement && field.validity.badInput
  return checked(bad ? { ...fields, expiresAt: halfFilled } : fields, context, options)
}

/** Sends the submission to the server, which makes one packet for each idempotency key. */
export type Send = (submission: Submission, idempotencyKey: string) => Promise<Packet>

/** The form's state and its submission. Ends on the new packet's page. */
export function useSubmit(initial: SubmitFields, act: Send) {
  const form = useForm({ defaultValues: initial, resolver })
  const [fillKey] = useState(() => new FillKey())
  const sending = useRef(false)
  const client = useQueryClient()
  const router = useRouter()

  const send = form.handleSubmit(async (submission) => {
    if (sending.current) return
    sending.current = true
    try {
      const packet = await act(submission, fillKey.keyFor(submission))
      notePacket(client, packet)
      router.push(pagePaths.packet(packet.id))
    } catch (error) {
      sending.current = false
      showFaults(error, form.getValues('kind'), (field, message) => form.setError(field, { message }))
    }
  })
  return { form, send }
}

/** Shows each fault beside its field. A fault that belongs to no field is shown beside the button. */
function showFaults(
  error: unknown,
  kind: SubmitFields['kind'],
  set: (field: keyof SubmitFields | 'root', message: string) => void,
): void {
  if (!(error instanceof ClientError)) throw error
  if (error.code === 'PACKET_EXISTS') {
    set('id', error.message)
    return
  }
  const placed = error.fieldErrors.filter(({ path, message }) => {
    const field = fieldOf(path, kind)
    if (field !== null) set(field, message)
    return field !== null
  })
  if (placed.length > 0) return
  set('root', troubleWords(error))
}

function troubleWords({ code, status, message }: ClientError): string {
  if (status !== null && status < 500) return message
  const unknown = 'PostgreSQL gave no answer, so it is not known whether the packet was accepted.'
  const trouble = code === 'STORE_UNREACHABLE' ? unknown : message
  return `${trouble} Submitting again is safe: only one packet is created.`
}
