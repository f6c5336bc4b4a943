'use client'
import * as Dialog from 'radix-ui/dialog'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button, type ButtonLook, buttonClass } from './button'
import { ReasonField } from './reason-field'

interface ReasonFormProps {
  /** An example of a reason. */
  placeholder: string
  /** Where the reason stays. */
  hint: string
  /** The words on the button that does it: before, and while it is done. */
  confirm: string
  confirming: string
  look: ButtonLook
  /** The word on the button that does nothing. */
  leave: string
  /** How far it is. */
  isPending: boolean
  error: Error | null
  /** It is safe, but no worker took it in time. */
  recorded?: boolean
  /** The fields above the reason are not valid or change nothing. */
  incomplete?: boolean
  onSubmit: (reason: string) => void
  children?: ReactNode
}

/** Inside a dialog: a reason, what became of it, and the two ways out. */
export function ReasonForm({ placeholder, hint, onSubmit, children, ...asked }: ReasonFormProps) {
  const { isPending, error, recorded = false, incomplete = false } = asked
  const [reason, setReason] = useState('')
  const ready = reason.trim() !== '' && !incomplete && !isPending && !recorded
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) onSubmit(reason.trim())
  }
  return (
    <form onSubmit={submit} className="mt-4 grid gap-3">
      {children}
      <ReasonField value={reason} onChange={setReason} placeholder={placeholder} hint={hint} />
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
