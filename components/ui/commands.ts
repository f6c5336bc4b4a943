/** What can be done on the page: parts contribute it while they are shown; palette, keys and help sheet read it here. */
import { useEffect, useRef } from 'react'

/** In the order in which palette and help sheet list them. */
export const commandGroups = ['page', 'list', 'go', 'console'] as const
export type CommandGroup = (typeof commandGroups)[number]

export interface Command {
  /** What it does, in the imperative. One name stands for one command. */
  name: string
  group: CommandGroup
  /** One key as browsers name it (`j`, `?`, `Escape`), or two that are pressed one after the other (`g p`). */
  keys?: string
  /** Left out of the palette, as a move of the keyboard's focus makes no sense from there. */
  byKeyOnly?: boolean
  run: () => void
}

interface Source {
  readonly current: readonly Command[]
}

const sources = new Set<Source>()

/** Contributes commands for as long as the component is mounted. They may change with every render. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    sources.add(latest)
    return () => {
      sources.delete(latest)
    }
  }, [])
}

/** All that can be done now. */
export function currentCommands(): Command[] {
  return [...sources].flatMap(({ current }) => current)
}
