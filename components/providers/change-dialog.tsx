'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ButtonLook } from '@/components/ui/button'
import { type Opener, ReasonDialog } from '@/components/ui/reason-dialog'
import { tellWithUndo } from '@/components/ui/toast'
import { healthQuery, providersQuery, routePlans } from '@/lib/client/queries'
import type { ProviderList } from '@/lib/contract/provider-list'

/** Makes the change and resolves to the providers after it. */
export type Change = (because: Because) => Promise<ProviderList>

export interface Because {
  reason: string
  /** The operator's name; undefined if none was given. */
  who: string | undefined
}

/** The question of a dialog, and the change to make. */
export interface ChangeQuestion {
  title: string
  about: string
  confirm: string
  look?: ButtonLook
  placeholder: string
  /** Left out if fields of the dialog determine the change. */
  change?: Change
  /** The message after the change, and the change that undoes it. Left out if it cannot be undone. */
  undo?: { told: string; change: Change }
}

interface ChangeDialogProps extends Opener {
  question: ChangeQuestion
  /** Called before the dialog opens, to fill its fields with the current values. */
  onOpen?: () => void
  /** Fields above the reason. */
  children?: ReactNode
  /** The change according to the fields; null while they are invalid or change nothing. */
  filledIn?: Change | null
}

/** Asks for a reason before it changes anything: the reason stays in the change log. */
export function ChangeDialog({ question, onOpen, filledIn, ...rest }: ChangeDialogProps) {
  const client = useQueryClient()
  // An open dialog keeps its question, even if others change the providers meanwhile.
  const [{ change = filledIn, undo, ...asked }, ask] = useState(question)
  const open = () => {
    ask(question)
    onOpen?.()
  }
  const carryOut = async (asked: Change, because: Because) => {
    const list = await asked(because)
    // Cancel a read that is in flight: its answer may predate the change.
    void client.cancelQueries({ queryKey: providersQuery.queryKey })
    client.setQueryData(providersQuery.queryKey, list)
    void client.invalidateQueries({ queryKey: healthQuery.queryKey })
    void client.invalidateQueries({ queryKey: routePlans })
  }
  const act = async (reason: string, who: string | undefined) => {
    if (change == null) return false
    await carryOut(change, { reason, who })
    if (undo !== undefined)
      tellWithUndo(undo.told, () => carryOut(undo.change, { reason: 'Taken back at once', who }))
    return true
  }
  return (
    <ReasonDialog
      look="primary"
      {...asked}
      {...rest}
      onOpen={open}
      hint="It stays in the list of changes."
      confirming="Changing"
      leave="Leave it"
      incomplete={filledIn === null}
      act={act}
    />
  )
}
