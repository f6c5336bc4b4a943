import type { ReactNode } from 'react'

const rightToLeft = String.raw`[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]`
const rightToLeftRun = new RegExp(`(${rightToLeft}(?:[^\\p{L}]*${rightToLeft})*)`, 'u')

interface ToldProps {
  children: string
  /** Names in the sentence that come from outside; each is isolated. */
  names?: readonly string[]
}

/** A sentence of ours with texts from outside. Isolates right-to-left text, so that it cannot reorder the rest. */
export function Told({ children, names = [] }: ToldProps): ReactNode {
  const parts = splitAtNames(children, names).flatMap((part, index) =>
    index % 2 === 1 ? [{ text: part, apart: true }] : splitAtRuns(part),
  )
  return parts.map(({ text, apart }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other key
    apart ? <bdi key={index}>{text}</bdi> : text,
  )
}

function splitAtRuns(words: string): { text: string; apart: boolean }[] {
  return words.split(rightToLeftRun).map((text, index) => ({ text, apart: index % 2 === 1 }))
}

function splitAtNames(sentence: string, names: readonly string[]): string[] {
  if (names.length === 0) return [sentence]
  const longestFirst = [...names].sort((one, other) => other.length - one.length)
  return sentence.split(new RegExp(`(${longestFirst.map(literally).join('|')})`))
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** A name from outside, highlighted: never translated, and isolated so that it cannot reorder the text around it. */
export function Name({ children }: { children: string }): ReactNode {
  return (
    <bdi translate="no" className="font-semibold break-words">
      {children}
    </bdi>
  )
}
