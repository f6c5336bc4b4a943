'use client'
import * as Dialog from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { focusContent } from './focus-content'

interface DialogFrameProps {
  title: string
  /** What will happen, in a sentence or two; read out with the title. */
  about: string
  /** Whether the button that opened it has gone meanwhile: then the keyboard goes on at the page's content. */
  openerIsGone?: () => boolean
  children: ReactNode
}

/** The frame of every dialog: dims the page, and scrolls inside a window that is too low for it. */
export function DialogFrame({ title, about, openerIsGone, children }: DialogFrameProps) {
  const giveFocusBack = (event: Event) => {
    if (openerIsGone?.() !== true) return
    event.preventDefault()
    focusContent()
  }
  return (
    <Dialog.Portal>
      <Dialog.Overlay data-dims className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.45)]" />
      <Dialog.Content
        onCloseAutoFocus={giveFocusBack}
        className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-32px)] w-104 max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-panel p-5 shadow-float"
      >
        <Dialog.Title className="text-lg font-semibold text-pretty break-words">{title}</Dialog.Title>
        <Dialog.Description className="mt-1 text-pretty text-soft">{about}</Dialog.Description>
        {children}
      </Dialog.Content>
    </Dialog.Portal>
  )
}
