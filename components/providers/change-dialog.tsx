'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as Dialog from 'radix-ui/dialog'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button, type ButtonLook, buttonClass } from '@/components/ui/button'
import { ReasonField } from '@/components/ui/reason-field'
import { changeProviders } from '@/lib/client/change-providers'
import { providersQuery } from '@/lib/client/list-providers'
import { healthKey } from '@/lib/client/standing'

export interface ChangeDialogProps {
  /** The word on the button that opens it, and what it is called aloud when the word alone is not enough. */
  trigger: ReactNode
  triggerLabel?: string
  triggerLook?: ButtonLook
  title: string
  children: ReactNode
  /** The word on the button that does it. */
  confirm: string
  confirmLook?: ButtonLook
  placeholder: string
  path: string
  /** What goes along with the reason; null while it is not valid. */
  body?: () => object | null
}

/** Asks for a reason before it changes anything: the reason stays in the change log. */
export function ChangeDialog({ trigger, triggerLabel, triggerLook = 'plain', ...rest }: ChangeDialogProps) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonClass(triggerLook)} aria-label={triggerLabel}>
        {trigger}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.45)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-32px)] w-104 max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-panel p-5 shadow-float"
        >
          <Dialog.Title className="text-lg font-semibold break-words">{rest.title}</Dialog.Title>
          <ChangeForm {...rest} onDone={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type FormProps = Omit<ChangeDialogProps, 'trigger' | 'triggerLabel' | 'triggerLook' | 'title'>

function ChangeForm({ onDone, children, path, body, ...look }: FormProps & { onDone: () => void }) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const change = useMutation({
    mutationFn: (extra: object) => changeProviders(path, { reason: reason.trim(), ...extra }),
    onSuccess: ({ list, inForce }) => {
      client.setQueryData(providersQuery.queryKey, list)
      void client.invalidateQueries({ queryKey: healthKey })
      void client.invalidateQueries({ queryKey: ['route'] })
      if (inForce) onDone()
    },
  })
  const extra = body === undefined ? {} : body()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!change.isPending && extra !== null) change.mutate(extra)
  }
  const recorded = change.data?.inForce === false
  return (
    <form onSubmit={submit} className="mt-1">
      <div className="text-soft">{children}</div>
      <ReasonField value={reason} onChange={setReason} placeholder={look.placeholder} />
      <p role="alert" className="mt-1 min-h-5 text-bad">
        {change.error?.message}
        {recorded && 'Recorded, but no worker runs: it takes effect as soon as one does.'}
      </p>
      <div className="mt-3 flex justify-end gap-2">
        <Dialog.Close className={buttonClass('plain')}>{recorded ? 'Close' : 'Leave it'}</Dialog.Close>
        <Button
          type="submit"
          look={look.confirmLook ?? 'primary'}
          disabled={reason.trim() === '' || extra === null || change.isPending || recorded}
        >
          {change.isPending ? 'Changing' : look.confirm}
        </Button>
      </div>
    </form>
  )
}
