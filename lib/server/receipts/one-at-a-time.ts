import 'server-only'
import { processWide } from '@/lib/server/process-wide'

const running = processWide('receipts-under-way', () => new Map<string, Promise<unknown>>())

export function isUnderWay(key: string): boolean {
  return running().has(key)
}

/** Acts once everybody who came before with this key is done: the same receipt may come twice at the same moment. */
export async function oneAtATime<T>(key: string, act: () => Promise<T>): Promise<T> {
  const all = running()
  const before = all.get(key)
  const mine = before === undefined ? act() : before.then(act, act)
  all.set(key, mine)
  try {
    return await mine
  } finally {
    if (all.get(key) === mine) all.delete(key)
  }
}
