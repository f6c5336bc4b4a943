'use client'
import { Toaster as Sonner, toast } from 'sonner'

export interface Message {
  text: string
  /** A message with the same id replaces this one. */
  id?: number | string
  /** A button that leads to what can be done. */
  way?: { label: string; go: () => void }
  /** Shown until it is closed. */
  stays?: boolean
}

const buttonClass =
  'shrink-0 rounded-md border border-line px-3 h-8 text-sm text-ink hover:bg-hover cursor-pointer'

/** The place of the messages. */
export function Messages() {
  return (
    <Sonner
      position="bottom-right"
      mobileOffset={{ bottom: 72 }}
      containerAriaLabel="Messages"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-center gap-3 rounded-md border border-line bg-panel px-4 py-3 text-sm text-ink shadow-float',
          content: 'min-w-0 flex-1 break-words',
          actionButton: buttonClass,
          cancelButton: buttonClass,
        },
      }}
    />
  )
}

/** Long enough to read it, think, and reach the button. */
const withButtonMs = 10_000

export function showMessage({ text, id, way, stays }: Message): void {
  toast(text, {
    ...(id !== undefined && { id }),
    ...(way && { duration: withButtonMs, action: { label: way.label, onClick: way.go } }),
    ...(stays && { duration: Number.POSITIVE_INFINITY, cancel: { label: 'Close', onClick: () => {} } }),
  })
}
