'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as Dialog from 'radix-ui/dialog'
import { type FormEvent, useRef, useState } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { DialogFrame } from '@/components/ui/dialog-frame'
import { ReasonField } from '@/components/ui/reason-field'
import { cancelPacket } from '@/lib/client/cancel-packet'
import { notePacket } from '@/lib/client/get-packet'

/** Asks for a reason before it cancels: the reason stays with the packet. */
export function CancelDialog({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  const canceled = useRef(false)
  // The event stream may bring the end of the packet, and take the button away, before the answer comes.
  const opener = useRef<HTMLButtonElement>(null)
  const done = () => {
    canceled.current = true
    setOpen(false)
  }
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger ref={opener} className={buttonClass('plain')}>
        Cancel packet
      </Dialog.Trigger>
      <DialogFrame
        title="Cancel this packet?"
        about="No further provider gets it. One that has it already may still deliver it; then it counts as delivered."
        openerIsGone={() => canceled.current || opener.current === null}
      >
        <CancelForm id={id} onDone={done} />
      </DialogFrame>
    </Dialog.Root>
  )
}

function CancelForm({ id, onDone }: { id: string; onDone: () => void }) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const cancel = useMutation({
    mutationFn: () => cancelPacket(id, reason.trim()),
    onSuccess: (packet) => {
      notePacket(client, packet)
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!cancel.isPending) cancel.mutate()
  }
  const empty = reason.trim() === ''
  return (
    <form onSubmit={submit} className="mt-4">
      <ReasonField
        value={reason}
        onChange={setReason}
        placeholder="Wrong destination"
        hint="It stays with the packet."
      />
      <p role="alert" className="mt-1 min-h-5 text-bad">
        {cancel.error?.message}
      </p>
      <div className="mt-3 flex justify-end gap-2">
        <Dialog.Close className={buttonClass('plain')}>Keep it going</Dialog.Close>
        <Button type="submit" look="danger" disabled={empty || cancel.isPending}>
          {cancel.isPending ? 'Canceling' : 'Cancel packet'}
        </Button>
      </div>
    </form>
  )
}
