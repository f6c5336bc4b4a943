/**
 * The directory as its memo holds it: without what is null, and with reasons cut where many of them would take it
 * over the 2 KB that readers fetch each second.
 */
import { byteLength } from '@/lib/packet/bounds'
import { cut } from '@/lib/packet/text'
import type { DirectoryState } from './state'

const maxBytes = 2000
const rooms = [200, 60, 20]

/** Plain JSON; `directoryMemo` of lib/contract reads it back. */
export function packDirectory(directory: DirectoryState): unknown {
  const packed = rooms.map((room) => without(directory, room))
  return packed.find((each) => byteLength(JSON.stringify(each)) <= maxBytes) ?? packed.at(-1)
}

function without(directory: DirectoryState, room: number): unknown {
  const text = JSON.stringify(directory, (key, value) => {
    if (value === null) return undefined
    return (key === 'reason' || key === 'detail') && typeof value === 'string' ? cut(value, room) : value
  })
  return JSON.parse(text)
}
