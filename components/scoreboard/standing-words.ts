/** What the numbers of the scoreboard are made of. */
import { counted, countText } from '@/components/ui/numbers'
import type { Scoreboard } from '@/lib/contract/scoreboard'

export function standingWords({ countedPackets, since, settlingPackets }: Scoreboard): string {
  const ended = `${counted(countedPackets, 'packet', 'packets')} ended since ${minuteOf(since)}.`
  return [ended, ...settlingWords(settlingPackets)].join(' ')
}

/** The same on server and browser, which may be in different zones: "2026-03-01 09:05 UTC". */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

function settlingWords(count: number): string[] {
  if (count === 0) return []
  if (count === 1) return ['1 of them may still be corrected by a late receipt.']
  return [`${countText(count)} of them may still be corrected by a late receipt.`]
}
