'use client'
import { useMutation } from '@tanstack/react-query'
import { Button, type ButtonLook } from './button'
import { useCommands } from './commands'
import { tellWithUndo } from './toast'

interface ActButtonProps {
  word: string
  /** The word while it is done. */
  doing: string
  /** What it is called in the palette. */
  command: string
  /** What it is called aloud when the word alone is not enough. */
  label?: string
  look?: ButtonLook
  act: () => Promise<unknown>
  /** What is said once it is done, and what takes it back. */
  undo?: { told: string; act: () => Promise<unknown> }
}

/** A button that does something at once, and says so while it does and when it was refused. */
export function ActButton({ word, doing, command, label, look = 'plain', act, undo }: ActButtonProps) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: act,
    onSuccess: () => undo && tellWithUndo(undo.told, undo.act),
  })
  useCommands([{ name: command, group: 'page', run: mutate }])
  return (
    <>
      <Button look={look} aria-label={label} disabled={isPending} onClick={() => mutate()}>
        {isPending ? doing : word}
      </Button>
      {error && (
        <p role="alert" className="basis-full text-bad">
          {error.message}
        </p>
      )}
    </>
  )
}
