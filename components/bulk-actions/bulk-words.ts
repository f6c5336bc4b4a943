/** Bulk actions in words: what they do, and how far they have come. */
import { counted, countText } from '@/components/ui/format'
import type { BulkAction, BulkPreview } from '@/lib/contract/bulk-action'
import { type BulkItemCode, type BulkKind, mostLeftOut } from '@/lib/contract/bulk-terms'
import { formatDuration } from '@/lib/packet/duration'

interface KindWords {
  /** The verb on buttons, such as "Cancel". */
  verb: string
  /** What the action does, in a sentence. */
  about: string
  /** Whether and how the action can be undone. */
  undo: string
  example: string
}

export const kindWords: Record<BulkKind, KindWords> = {
  cancel: {
    verb: 'Cancel',
    about: 'No further provider gets them. What a provider already has may still be delivered.',
    undo: 'This cannot be undone.',
    example: 'Sent to the wrong numbers',
  },
  'send-again': {
    verb: 'Send again',
    about: 'Each is sent again unchanged, as a new packet. Those that may have been delivered are left out.',
    undo: 'New packets that have not ended can be canceled together afterwards.',
    example: 'RouteB was down',
  },
}

/** "Cancel 12 packets" */
export function titleOf({
  action,
  count,
  undoes = null,
}: Pick<BulkAction, 'action' | 'count'> & Partial<Pick<BulkAction, 'undoes'>>): string {
  if (undoes !== null) return `Undo: cancel ${packets(count)}`
  return action === 'cancel' ? `Cancel ${packets(count)}` : `Send ${packets(count)} again`
}

/** Why packets are left out; follows their number. */
const leftOutWords: Record<BulkItemCode, (count: number) => string> = {
  PACKET_ENDED: (count) => (count === 1 ? 'has ended' : 'have ended'),
  PACKET_IN_FLIGHT: (count) => (count === 1 ? 'has not ended' : 'have not ended'),
  PACKET_NOT_FOUND: (count) => (count === 1 ? 'is not there' : 'are not there'),
  PACKET_EXISTS: (count) => (count === 1 ? 'has an id that is taken' : 'have ids that are taken'),
  MAY_BE_DELIVERED: (count) =>
    count === 1 ? 'was or may have been delivered' : 'were or may have been delivered',
  REPEATED: (count) => (count === 1 ? 'was sent again before' : 'were sent again before'),
  CONTENTS_ERASED: (count) => (count === 1 ? 'has no contents any more' : 'have no contents any more'),
  INTERNAL: () => 'failed',
}

/** Null if the action applies to all packets. */
export function leftOutInWords(leftOut: BulkPreview['leftOut']): string | null {
  if (leftOut.length === 0) return null
  const told = leftOut.map(
    ({ code, count }) => `${countText(count, mostLeftOut)} ${leftOutWords[code](count)}`,
  )
  const isMore = leftOut.reduce((sum, { count }) => sum + count, 0) > mostLeftOut
  return `Left out: ${told.join(', ')}${isMore && told.length > 1 ? ', and more' : ''}.`
}

/** The progress, in a sentence. */
export function bulkInWords(bulk: BulkAction): string {
  const { state, count, counts, stopReason } = bulk
  const { WAITING, DONE, LEFT } = counts
  const turns = count - WAITING
  switch (state) {
    case 'RUNNING':
      return `${countText(turns)} of ${packets(count)} processed${paceInWords(bulk)}.`
    case 'PAUSED':
      return `${countText(turns)} of ${packets(count)} processed. The others wait until you go on.`
    case 'STOPPED':
      return `${withStop(stopReason)} ${countText(DONE)} of ${packets(count)} were done, ${countText(LEFT)} were left as they are${restInWords(bulk)}.`
    case 'COMPLETED':
      if (DONE === count) return count === 1 ? 'It was done.' : `All ${packets(count)} were done.`
      return `${countText(DONE)} of ${packets(count)} were done${restInWords(bulk)}.`
  }
}

function restInWords({ counts: { ASKED, REFUSED, FAILED } }: BulkAction): string {
  const rest = [
    ...(REFUSED === 0 ? [] : [`${countText(REFUSED)} refused`]),
    ...(FAILED === 0 ? [] : [`${countText(FAILED)} failed`]),
    ...(ASKED === 0 ? [] : [`${countText(ASKED)} waiting for their workflows to act`]),
  ]
  return rest.map((each) => `, ${each}`).join('')
}

function paceInWords({ rate, perSecond, counts }: BulkAction): string {
  if (rate === null || rate === 0) return ''
  const left = formatDuration(Math.ceil(counts.WAITING / Math.min(rate, perSecond)) * 1_000)
  return `, ${rate} a second, about ${left} left`
}

function withStop(reason: string | null): string {
  const sentence = reason ?? 'No reason given'
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}

function packets(count: number): string {
  return counted(count, 'packet', 'packets')
}
