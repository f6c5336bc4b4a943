'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as Dialog from 'radix-ui/dialog'
import { useRef, useState } from 'react'
import { buttonClass } from '@/components/ui/button'
import { DialogFrame } from '@/components/ui/dialog-frame'
import { ReasonForm } from '@/components/ui/reason-form'
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
  const cancel = useMutation({
    mutationFn: (reason: string) => cancelPacket(id, reason),
    onSuccess: ({ packet, inForce }) => {
      notePacket(client, packet)
      if (inForce) onDone()
    },
  })
  return (
    <ReasonForm
      placeholder="Wrong destination"
      hint="It stays with the packet."
      confirm="Cancel packet"
      confirming="Canceling"
      look="danger"
      leave="Keep it going"
      isPending={cancel.isPending}
      error={cancel.error}
      recorded={cancel.data?.inForce === false}
      onSubmit={cancel.mutate}
    />
  )
}
