import { saysDiskIsFull } from '@/lib/temporal/trouble'
import { Problem } from '../console/problem'
import type { Part, PartExit } from './part'

const SHOWN_LINES = 15

/** How a process ended, in words. */
export function describeExit({ code, signal }: PartExit): string {
  return signal ? `was ended by ${signal}` : `ended with exit status ${code ?? 'unknown'}`
}

/** The last lines a part printed, indented, and where the rest is. */
export function lastWords(part: Part): string {
  const lines = part.lastLines(SHOWN_LINES)
  if (lines.length === 0) return `It printed nothing; its log is ${part.logFile}.`
  const full = lines.some(saysDiskIsFull) ? 'The disk is full; make room there. ' : ''
  return `${full}Its last lines (all in ${part.logFile}):\n${lines.map((line) => `  ${line}`).join('\n')}`
}

/**
 * Starts a part and waits until `ready` says yes; a part that ends meanwhile fails at once.
 * @throws Problem with the part's last lines
 */
export async function startPart(
  part: Part,
  ready: (signal: AbortSignal) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  const ended = new AbortController()
  const stopListening = part.onExit((exit) =>
    ended.abort(new Problem(`${part.name} ${describeExit(exit)} while starting. ${lastWords(part)}`)),
  )
  try {
    part.start()
    const isReady = await ready(AbortSignal.any([ended.signal, ...(signal ? [signal] : [])]))
    if (!isReady) throw new Problem(`${part.name} did not become ready in time. ${lastWords(part)}`)
  } finally {
    stopListening()
  }
}
