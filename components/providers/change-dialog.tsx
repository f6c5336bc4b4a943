'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as Dialog from 'radix-ui/dialog'
import { type ReactNode, useState } from 'react'
import { type ButtonLook, buttonClass } from '@/components/ui/button'
import { DialogFrame } from '@/components/ui/dialog-frame'
import { ReasonForm } from '@/components/ui/reason-form'
import { changeProviders } from '@/lib/client/change-providers'
import { providersQuery } from '@/lib/client/list-providers'
import { healthKey } from '@/lib/client/standing'

/** What a dialog asks. */
export interface ChangeQuestion {
  title: string
  /** What will happen. */
  about: string
  /** The word on the button that does it. */
  confirm: string
  confirmLook?: ButtonLook
  /** An example of a reason. */
  placeholder: string
  path: string
}

interface ChangeDialogProps extends ChangeQuestion {
  /** The word on the button that opens it, and what it is called aloud when the word alone is not enough. */
  trigger: string
  triggerLabel?: string
  triggerLook?: ButtonLook
  /** Why it cannot be opened now; the button stays, so that nothing moves and the keyboard keeps its place. */
  unavailable?: string | null
  /** Called before it opens, to begin with what is in force. */
  onOpen?: () => void
  /** Fields above the reason. */
  children?: ReactNode
  /** What goes along with the reason; null while it is not valid or changes nothing. */
  body?: () => object | null
}

/** Asks for a reason before it changes anything: the reason stays in the change log. */
export function ChangeDialog({
  trigger,
  triggerLabel,
  triggerLook = 'plain',
  unavailable = null,
  onOpen,
  ...asked
}: ChangeDialogProps) {
  const [open, setOpen] = useState(false)
  const follow = (next: boolean) => {
    if (next) onOpen?.()
    setOpen(next)
  }
  return (
    <Dialog.Root open={open} onOpenChange={follow}>
      <Dialog.Trigger
        className={buttonClass(triggerLook)}
        aria-label={triggerLabel}
        aria-disabled={unavailable !== null}
        title={unavailable ?? undefined}
        onClick={(event) => unavailable !== null && event.preventDefault()}
      >
        {trigger}
      </Dialog.Trigger>
      <DialogFrame title={asked.title} about={asked.about}>
        <ChangeForm {...asked} onDone={() => setOpen(false)} />
      </DialogFrame>
    </Dialog.Root>
  )
}

interface ChangeFormProps extends Omit<ChangeQuestion, 'title' | 'about'> {
  children?: ReactNode
  body?: () => object | null
  onDone: () => void
}

function ChangeForm({ onDone, children, path, body, ...look }: ChangeFormProps) {
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (asked: { reason: string }) => changeProviders(path, asked),
    onSuccess: (list) => {
      // An answer that is still under way was read before the change.
      void client.cancelQueries({ queryKey: providersQuery.queryKey })
      client.setQueryData(providersQuery.queryKey, list)
      void client.invalidateQueries({ queryKey: healthKey })
      void client.invalidateQueries({ queryKey: ['route'] })
      onDone()
    },
  })
  const extra = body === undefined ? {} : body()
  return (
    <ReasonForm
      placeholder={look.placeholder}
      hint="It stays in the list of changes."
      confirm={look.confirm}
      confirming="Changing"
      look={look.confirmLook ?? 'primary'}
      leave="Leave it"
      isPending={change.isPending}
      error={change.error}
      incomplete={extra === null}
      onSubmit={(reason) => change.mutate({ reason, ...extra })}
    >
      {children}
    </ReasonForm>
  )
}
