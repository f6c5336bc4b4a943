// A full disk stops everything while every process runs on, so what the parts print of it is told on the console.
import { saysDiskIsFull } from '@/lib/temporal/trouble'
import type { PartName } from '../stack/stack'

/** Those that store; a worker's lines may quote what carriers write. */
const STORING: readonly PartName[] = ['postgres', 'temporal', 'simulator']

const AGAIN_MS = 60_000

/** Takes every line of every part, and says it at the first one and then once a minute while there are more. */
export function tellOfFullDisk(
  dataDir: string,
  say: (sentence: string) => void,
): (part: PartName, line: string) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return (part, line) => {
    if (!STORING.includes(part) || !saysDiskIsFull(line)) return
    if (performance.now() - toldAt < AGAIN_MS) return
    toldAt = performance.now()
    say(
      `The disk that holds ${dataDir} is full: no packet is accepted, and none goes on. Make room there; nothing is lost, and all goes on by itself then.`,
    )
  }
}
