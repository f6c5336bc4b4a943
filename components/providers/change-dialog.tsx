'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ButtonLook } from '@/components/ui/button'
import { type Opener, ReasonDialog } from '@/components/ui/reason-dialog'
import { tellWithUndo } from '@/components/ui/toast'
import { healthQuery, providersQuery, routePlans } from '@/lib/client/queries'
import type { ProviderList } from '@/lib/contract/provider-list'

/** Answers with the providers as they are from then on. */
export type Change = (because: Because) => Promise<ProviderList>

export interface Because {
  reason: string
  /** The operator; undefined where they did not say. */
  who: string | undefined
}

/** What a dialog asks, and the change it stands for. */
export interface ChangeQuestion {
  title: string
  about: string
  confirm: string
  look?: ButtonLook
  placeholder: string
  /** Left out where fields say what is changed. */
  change?: Change
  /** How it is told, and the change that takes it back; left out of what nothing takes back. */
  undo?: { told: string; change: Change }
}

interface ChangeDialogProps extends Opener {
  question: ChangeQuestion
  /** Called before it opens, to begin with what is in force. */
  onOpen?: () => void
  /** Fields above the reason. */
  children?: ReactNode
  /** The change that they say; null while it is not valid or changes nothing. */
  filledIn?: Change | null
}

/** Asks for a reason before it changes anything: the reason stays in the change log. */
export function ChangeDialog({ question, onOpen, filledIn, ...rest }: ChangeDialogProps) {
  const client = useQueryClient()
  // An open dialog goes on asking what it asked, whatever others change.
  const [{ change = filledIn, undo, ...asked }, ask] = useState(question)
  const open = () => {
    ask(question)
    onOpen?.()
  }
  const carryOut = async (asked: Change, because: Because) => {
    const list = await asked(because)
    // An answer that is still under way was read before the change.
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
