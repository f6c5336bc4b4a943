'use client'
import { useMutation } from '@tanstack/react-query'
import * as Dialog from 'radix-ui/dialog'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { focusContent } from './browser'
import { Button, type ButtonLook, buttonClass } from './button'
import { useCommands } from './commands'
import { NameField, operatorName, ReasonField } from './operator'

/** The button that opens a dialog. */
export interface Opener {
  trigger: string
  /** The button's accessible name, if its text is not enough. */
  triggerLabel?: string
  triggerLook?: ButtonLook
  /** Why the dialog cannot be opened now. The button stays focusable, so that the keyboard keeps its place. */
  unavailable?: string | null
}

interface ReasonDialogProps extends Opener {
  title: string
  /** What will happen, in a sentence or two; read out with the title. */
  about: string
  /** An example of a reason. */
  placeholder: string
  /** Where the reason can be read later. */
  hint: string
  /** The label of the button that confirms: before, and while the action runs. */
  confirm: string
  confirming: string
  look: ButtonLook
  /** The label of the button that closes the dialog without doing anything. */
  leave: string
  /** Whether the opening button disappears once the action is done. The focus then moves to the page's content. */
  openerGoes?: boolean
  /** Called before it opens, and once it has closed. */
  onOpen?: () => void
  onClosed?: () => void
  /** Fields above the reason. */
  children?: ReactNode
  /** The fields are invalid or change nothing. */
  incomplete?: boolean
  /** Carries out the action; `who` is undefined if not given. False: it is recorded, but no worker took it in time. */
  act: (reason: string, who: string | undefined) => Promise<boolean>
}

/** A button with a dialog that asks for a reason before the action is carried out. */
export function ReasonDialog({
  trigger,
  triggerLabel,
  triggerLook = 'plain',
  unavailable = null,
  title,
  about,
  openerGoes = false,
  onOpen,
  onClosed,
  ...form
}: ReasonDialogProps) {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const done = useRef(false)
  const follow = (next: boolean) => {
    if (next) onOpen?.()
    else onClosed?.()
    setOpen(next)
  }
  const name = triggerLabel ?? trigger
  useCommands(unavailable === null ? [{ name, group: 'page', run: () => follow(true) }] : [])
  const close = () => {
    done.current = true
    follow(false)
  }
  const giveFocusBack = (event: Event) => {
    // An event stream may have removed the button before the answer came.
    const openerIsGone = opener.current === null || (openerGoes && done.current)
    if (!openerIsGone) return
    event.preventDefault()
    focusContent()
  }
  return (
    <Dialog.Root open={open} onOpenChange={follow}>
      <Dialog.Trigger
        ref={opener}
        className={buttonClass(triggerLook)}
        aria-label={triggerLabel}
        aria-disabled={unavailable !== null}
        title={unavailable ?? undefined}
        onClick={(event) => unavailable !== null && event.preventDefault()}
      >
        {trigger}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay data-dims className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.45)]" />
        {/* The dialog scrolls if the window is too low for it. */}
        <Dialog.Content
          onCloseAutoFocus={giveFocusBack}
          className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-32px)] w-104 max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-panel p-5 shadow-float"
        >
          <Dialog.Title className="text-lg font-semibold text-pretty break-words">{title}</Dialog.Title>
          <Dialog.Description className="mt-1 text-pretty text-soft">{about}</Dialog.Description>
          <ReasonForm {...form} onDone={close} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ReasonFormProps extends Omit<ReasonDialogProps, keyof Opener | 'title' | 'about'> {
  onDone: () => void
}

/** The reason, the operator's name, the result, and the buttons to confirm or leave. */
function ReasonForm({
  placeholder,
  hint,
  incomplete = false,
  act,
  onDone,
  children,
  ...asked
}: ReasonFormProps) {
  const [reason, setReason] = useState('')
  const [name, setName] = useState(operatorName.read)
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: (why: string) => act(why, name.trim() || undefined),
    onSuccess: (inForce) => {
      if (inForce) onDone()
    },
  })
  const recorded = data === false
  const ready = reason.trim() !== '' && !incomplete && !isPending && !recorded
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    operatorName.write(name.trim())
    mutate(reason.trim())
  }
  return (
    <form onSubmit={submit} className="mt-4 grid gap-3">
      {children}
      <ReasonField reason={reason} onChange={setReason} hint={hint} placeholder={placeholder} />
      <NameField name={name} onChange={setName} />
      <p role="alert" className="min-h-5 text-bad wrap-anywhere">
        {error?.message}
        {recorded && 'Recorded, but no worker runs: it takes effect as soon as one does.'}
      </p>
      <div className="flex justify-end gap-2">
        <Dialog.Close className={buttonClass('plain')}>{recorded ? 'Close' : asked.leave}</Dialog.Close>
        <Button type="submit" look={asked.look} disabled={!ready}>
          {isPending ? asked.confirming : asked.confirm}
        </Button>
      </div>
    </form>
  )
}
