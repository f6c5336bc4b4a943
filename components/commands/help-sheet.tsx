'use client'
import * as Dialog from 'radix-ui/dialog'
import { useState } from 'react'
import { buttonClass } from '@/components/ui/button'
import { type Command, type CommandGroup, commandGroups, currentCommands } from '@/components/ui/commands'
import { useKept } from '@/components/ui/kept'
import { KeyCaps } from './key-caps'
import { singleKeys } from './keyboard'
import { showSheet } from './sheet'

type Line = Required<Pick<Command, 'name' | 'group' | 'keys'>>

const groupNames: Record<CommandGroup, string> = {
  page: 'This page',
  list: 'List',
  go: 'Pages',
  console: 'Everywhere',
}

/** Keys that no command names, because the browser or a library handles them. */
const others: readonly Line[] = [
  { name: 'Open the row', group: 'list', keys: 'Enter' },
  { name: 'Extend the selection', group: 'list', keys: 'Shift+↓' },
  { name: 'Close a dialog, or leave what is open', group: 'console', keys: 'Escape' },
  { name: 'Confirm in a dialog', group: 'console', keys: 'Mod+Enter' },
  { name: 'Go to the messages at the edge', group: 'console', keys: 'Alt+T' },
]

/** Lists all keys that work on the current page. `onClosed` restores the focus. */
export function HelpSheet({ onClosed }: { onClosed: () => void }) {
  const single = useKept(singleKeys)
  const [groups] = useState(keysByGroup)
  const close = (event: Event) => {
    event.preventDefault()
    onClosed()
  }
  return (
    <Dialog.Root open onOpenChange={() => showSheet(null)}>
      <Dialog.Portal>
        <Dialog.Overlay data-dims className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.45)]" />
        <Dialog.Content
          onOpenAutoFocus={readFromTheTop}
          onCloseAutoFocus={close}
          className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-32px)] w-176 max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-panel p-5 shadow-float outline-none"
        >
          <Dialog.Title className="text-lg font-semibold">Keys</Dialog.Title>
          <Dialog.Description className="mt-1 text-soft">
            Single keys do nothing while you type in a field. Keys beside each other are pressed one after the
            other.
          </Dialog.Description>
          <div className="mt-4 gap-8 sm:columns-2">
            {groups.map(({ group, lines }) => (
              <section key={group} aria-label={groupNames[group]} className="mb-4 break-inside-avoid">
                <h3 className="mb-1 font-semibold">{groupNames[group]}</h3>
                <dl>
                  {lines.map((line) => (
                    <KeyLine key={line.name} line={line} />
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <label className="flex items-start gap-2">
            <input
              type="checkbox"
              checked={single}
              onChange={(event) => singleKeys.write(event.target.checked)}
              className="mt-0.5 size-4"
            />
            <span>
              Use single keys
              <span className="block text-xs text-soft">
                Turn them off when you control the computer by voice. Keys with Ctrl, ⌘ or Alt still work.
                This browser remembers the choice.
              </span>
            </span>
          </label>
          <div className="mt-4 flex justify-end">
            <Dialog.Close className={buttonClass('plain')}>Close</Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Focuses the sheet itself: if the switch had the focus, pressing Space to scroll would toggle it. */
function readFromTheTop(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}

function keysByGroup(): { group: CommandGroup; lines: readonly Line[] }[] {
  const lines = currentCommands().flatMap(({ name, group, keys }) =>
    keys === undefined ? [] : { name, group, keys },
  )
  return commandGroups.flatMap((group) => {
    const own = lines.filter((line) => line.group === group)
    return own.length === 0
      ? []
      : { group, lines: [...own, ...others.filter((line) => line.group === group)] }
  })
}

function KeyLine({ line: { name, keys } }: { line: Line }) {
  return (
    <div className="flex items-center justify-between gap-3 border-b border-line py-1 last:border-0">
      <dt className="min-w-0">{name}</dt>
      <dd className="flex shrink-0 gap-1">
        <KeyCaps keys={keys} />
      </dd>
    </div>
  )
}
