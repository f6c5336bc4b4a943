'use client'
import { clsx } from 'clsx'
import { buttonClass } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { type Part, useOpening } from '@/components/ui/part'
import type { Selection } from './bulk-dialog'

const dialog: Part<typeof import('./bulk-dialog')> = {
  name: 'The bulk action dialog',
  load: () => import('./bulk-dialog'),
}

interface ActOnManyProps {
  selection: Selection
  /** The command's name in the palette. */
  command: string
}

/** A button. Its dialog is loaded on first use. */
export function ActOnMany({ selection, command }: ActOnManyProps) {
  const { opened, isLoading, show, close } = useOpening(dialog)
  useCommands([{ name: command, group: 'list', run: show }])
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-busy={isLoading}
        onClick={show}
        className={clsx(buttonClass('plain'), isLoading && 'animate-pulse')}
      >
        Act on these
      </button>
      {opened !== null && <opened.BulkDialog selection={selection} onClose={close} />}
    </>
  )
}
