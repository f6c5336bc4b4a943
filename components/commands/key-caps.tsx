'use client'
import { isMac } from './keyboard'
import { keyWords } from './keys'

/** Keys as they are printed on the keyboard. Browser only: the server does not know the operating system. */
export function KeyCaps({ keys }: { keys: string }) {
  return keyWords(keys, isMac()).map((word) => (
    <kbd
      key={word}
      className="min-w-5 rounded-sm border border-line px-1.5 text-center font-sans text-xs text-soft"
    >
      {word}
    </kbd>
  ))
}
