/** Whether packets may be sent now: not while sending is paused, and only a growing share afterwards. */
import type { Hold } from '@/lib/packet/reason'
import type { DirectoryState } from './state'

const firstShare = 0.1

/** The share of packets that may be sent at this moment: 0 during a pause, growing to 1 after it. */
export function resumeShare({ paused, resumed }: DirectoryState, at: number): number {
  if (paused !== null) return 0
  if (resumed === null || resumed.overMs <= 0) return 1
  const passed = Math.max(0, at - resumed.since) / resumed.overMs
  return Math.min(1, firstShare + (1 - firstShare) * passed)
}

/** Why sending as a whole holds this packet back; null if it may go. */
export function holdUp(directory: DirectoryState, packetId: string, at: number): Hold | null {
  if (directory.paused !== null) return { is: 'paused', words: directory.paused.reason }
  const share = resumeShare(directory, at)
  const place = placeOf(packetId)
  if (directory.resumed === null || place < share) return null
  const turnAt =
    ((place - firstShare) / (1 - firstShare)) * directory.resumed.overMs + directory.resumed.since
  return { is: 'resuming', percent: Math.floor(share * 100), inMs: Math.round(Math.max(1000, turnAt - at)) }
}

/**
 * The packet's position in the order of resumption, from 0 up to 1 (exclusive). The same id always has the same
 * position (FNV-1a, then mixed).
 */
export function placeOf(packetId: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < packetId.length; index++) {
    hash = Math.imul(hash ^ packetId.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
