import type { Metadata } from 'next'
import { firstPaint } from '@/app/first-paint'
import { BoardPage } from '@/components/board/board-page'

export const metadata: Metadata = { title: 'Board' }

/** No packets are read here: they come by the event stream, and would be stale before the page is interactive. */
export default async function Page() {
  return firstPaint(<BoardPage />, [])
}
