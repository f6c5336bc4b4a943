'use client'
/**
 * Short messages at the edge of the page, optionally with a button, announced to screen readers. The code that shows
 * them is loaded with the first message.
 */
import { type ComponentType, useSyncExternalStore } from 'react'
import { Button } from './button'
import type { Message } from './messages'

interface Shown {
  Messages: ComponentType | null
  /** Messages shown in plain form, because the code for the usual form could not be loaded. */
  plain: readonly Message[]
}

const nothing: Shown = { Messages: null, plain: [] }
let shown = nothing
const listeners = new Set<() => void>()

function change(next: Partial<Shown>): void {
  shown = { ...shown, ...next }
  for (const each of listeners) each()
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

async function say(message: Message): Promise<void> {
  try {
    const { Messages, showMessage } = await import('./messages')
    change({ Messages })
    showMessage(message)
  } catch {
    const others = shown.plain.filter(
      ({ text, id }) => text !== message.text && (id === undefined || id !== message.id),
    )
    change({ plain: [...others, message] })
  }
}

export function Toaster() {
  const { Messages, plain } = useSyncExternalStore(
    follow,
    () => shown,
    () => nothing,
  )
  return (
    <>
      {Messages !== null && <Messages />}
      {plain.length > 0 && (
        <div className="fixed right-4 bottom-4 z-50 grid max-w-[calc(100vw-32px)] gap-2 max-md:bottom-18 print:hidden">
          {plain.map((message) => (
            <PlainMessage
              key={message.text}
              message={message}
              onClose={() => change({ plain: shown.plain.filter((each) => each !== message) })}
            />
          ))}
        </div>
      )}
    </>
  )
}

function PlainMessage({ message: { text, way }, onClose }: { message: Message; onClose: () => void }) {
  const go = () => {
    onClose()
    way?.go()
  }
  return (
    <div
      role="alert"
      className="flex w-89 max-w-full items-center gap-2 rounded-md border border-line bg-panel px-4 py-3 shadow-float"
    >
      <span className="min-w-0 flex-1 break-words">{text}</span>
      {way !== undefined && <Button onClick={go}>{way.label}</Button>}
      <Button look="quiet" onClick={onClose}>
        Close
      </Button>
    </div>
  )
}

let undone = 0

export function tell(text: string): void {
  void say({ text })
}

/** Shows a message with a button. */
export function tellWithWay(text: string, label: string, go: () => void): void {
  void say({ id: text, text, way: { label, go } })
}

/** The same until it is closed, for news that nobody may be looking at. */
export function tellUntilClosed(text: string, label: string, go: () => void): void {
  void say({ id: text, text, way: { label, go }, stays: true })
}

/**
 * Shows what was done, with a button that undoes it. The result of the undo is shown too.
 *
 * @param undo undoes the action. If it throws, the error's message is shown
 */
export function tellWithUndo(text: string, undo: () => Promise<unknown>): void {
  const takeBack = async () => {
    const id = ++undone
    void say({ id, text: 'Undoing' })
    try {
      await undo()
      void say({ id, text: 'Undone' })
    } catch (error) {
      void say({ id, text: `Not undone. ${error instanceof Error ? error.message : ''}` })
    }
  }
  tellWithWay(text, 'Undo', () => void takeBack())
}

/** @param told the message on success */
export async function copyText(text: string, told: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    tell(told)
  } catch {
    tell('The browser did not allow copying')
  }
}
