'use client'
import { useMutation } from '@tanstack/react-query'
import { Button, type ButtonLook } from './button'
import { useCommands } from './commands'
import { tellWithUndo } from './toast'

interface ActButtonProps {
  word: string
  /** The label while the action runs. */
  doing: string
  /** The command's name in the palette. */
  command: string
  /** The accessible name, if the word alone is not enough. */
  label?: string
  look?: ButtonLook
  act: () => Promise<unknown>
  /** The message once the action is done, and how to undo it. */
  undo?: { told: string; act: () => Promise<unknown> }
}

/** A button that acts at once. It shows while the action runs, and why it was refused. */
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
