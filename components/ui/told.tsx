import type { ReactNode } from 'react'

const rightToLeft = String.raw`[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]`
const rightToLeftRun = String.raw`${rightToLeft}(?:[^\p{L}]*${rightToLeft})*`

interface ToldProps {
  children: string
  /** Names in the sentence that others gave, each to stand by itself. */
  names?: readonly string[]
}

/** A sentence of ours with texts of others in it: one that is written from right to left must not turn the rest round. */
export function Told({ children, names = [] }: ToldProps): ReactNode {
  const longestFirst = [...names].sort((one, other) => other.length - one.length)
  const apart = [...longestFirst.map(literally), rightToLeftRun].join('|')
  return children.split(new RegExp(`(${apart})`, 'u')).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name
    index % 2 === 0 ? part : <bdi key={index}>{part}</bdi>,
  )
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
