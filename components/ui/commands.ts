/** The page's commands. Components contribute them while mounted; palette, keyboard and help sheet read them here. */
import { useEffect, useRef } from 'react'

/** In the order of the palette and the help sheet. */
export const commandGroups = ['page', 'list', 'go', 'console'] as const
export type CommandGroup = (typeof commandGroups)[number]

export interface Command {
  /** What the command does, in the imperative. Names are unique. */
  name: string
  group: CommandGroup
  /** One key as browsers name it (`j`, `?`, `Escape`), or two that are pressed one after the other (`g p`). */
  keys?: string
  /** Leaves the command out of the palette: moving the keyboard's focus makes no sense from there. */
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

/** All commands that are available now. */
export function currentCommands(): Command[] {
  return [...sources].flatMap(({ current }) => current)
}
