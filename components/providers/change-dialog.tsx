'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ButtonLook } from '@/components/ui/button'
import { type Opener, ReasonDialog } from '@/components/ui/reason-dialog'
import { changeProviders } from '@/lib/client/api'
import { healthQuery, providersQuery, routePlans } from '@/lib/client/queries'

/** What a dialog asks, and the change it stands for. */
export interface ChangeQuestion {
  title: string
  about: string
  confirm: string
  look?: ButtonLook
  placeholder: string
  /** One of the actions of `apiPaths`. */
  path: string
  /** What goes along with the reason. */
  change?: object
}

interface ChangeDialogProps extends Opener {
  question: ChangeQuestion
  /** Called before it opens, to begin with what is in force. */
  onOpen?: () => void
  /** Fields above the reason. */
  children?: ReactNode
  /** What they say, to go along with the reason; null while it is not valid or changes nothing. */
  filledIn?: object | null
}

/** Asks for a reason before it changes anything: the reason stays in the change log. */
export function ChangeDialog({ question, onOpen, filledIn = {}, ...rest }: ChangeDialogProps) {
  const client = useQueryClient()
  // An open dialog goes on asking what it asked, whatever others change.
  const [{ path, change, ...asked }, ask] = useState(question)
  const open = () => {
    ask(question)
    onOpen?.()
  }
  const act = async (reason: string) => {
    const list = await changeProviders(path, { reason, ...change, ...filledIn })
    // An answer that is still under way was read before the change.
    void client.cancelQueries({ queryKey: providersQuery.queryKey })
    client.setQueryData(providersQuery.queryKey, list)
    void client.invalidateQueries({ queryKey: healthQuery.queryKey })
    void client.invalidateQueries({ queryKey: routePlans })
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
