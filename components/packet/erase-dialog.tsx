'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as Dialog from 'radix-ui/dialog'
import { useState } from 'react'
import { buttonClass } from '@/components/ui/button'
import { DialogFrame } from '@/components/ui/dialog-frame'
import { ReasonForm } from '@/components/ui/reason-form'
import { eraseContents } from '@/lib/client/erase-contents'
import { contentsQuery } from '@/lib/client/get-contents'

/** Asks for a reason before it erases what a packet carried: the reason stays with the packet. */
export function EraseDialog({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonClass('plain')}>Erase the contents</Dialog.Trigger>
      <DialogFrame
        title="Erase the contents of this packet?"
        about="They cannot be brought back. Addresses, attempts and receipts stay."
        openerIsGone={() => true}
      >
        <EraseForm id={id} onDone={() => setOpen(false)} />
      </DialogFrame>
    </Dialog.Root>
  )
}

function EraseForm({ id, onDone }: { id: string; onDone: () => void }) {
  const client = useQueryClient()
  const erase = useMutation({
    mutationFn: (reason: string) => eraseContents(id, reason),
    onSuccess: () => {
      onDone()
      return client.resetQueries({ queryKey: contentsQuery(id).queryKey })
    },
  })
  return (
    <ReasonForm
      placeholder="The customer asked for it"
      hint="It stays with the packet."
      confirm="Erase the contents"
      confirming="Erasing"
      look="danger"
      leave="Keep them"
      isPending={erase.isPending}
      error={erase.error}
      recorded={false}
      onSubmit={erase.mutate}
    />
  )
}
