'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as Dialog from 'radix-ui/dialog'
import { type FormEvent, useState } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { ReasonField } from '@/components/ui/reason-field'
import { cancelPacket } from '@/lib/client/cancel-packet'
import { packetQuery } from '@/lib/client/get-packet'

/** Asks for a reason before it cancels: the reason stays with the packet. */
export function CancelDialog({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonClass('plain')}>Cancel packet</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.45)]" />
        <Dialog.Content className="fixed top-1/2 left-1/2 z-50 w-104 max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 rounded-lg border border-line bg-panel p-5 shadow-float">
          <Dialog.Title className="text-lg font-semibold">Cancel this packet?</Dialog.Title>
          <Dialog.Description className="mt-1 text-soft">
            No further provider gets it. One that has it already may still deliver it; then it counts as
            delivered.
          </Dialog.Description>
          <CancelForm id={id} onDone={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function CancelForm({ id, onDone }: { id: string; onDone: () => void }) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const cancel = useMutation({
    mutationFn: () => cancelPacket(id, reason.trim()),
    onSuccess: (packet) => {
      client.setQueryData(packetQuery(id).queryKey, packet)
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!cancel.isPending) cancel.mutate()
  }
  const empty = reason.trim() === ''
  return (
    <form onSubmit={submit}>
      <ReasonField value={reason} onChange={setReason} placeholder="Wrong destination" />
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
