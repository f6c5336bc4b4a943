import type { Metadata } from 'next'
import { firstPaint } from '@/app/first-paint'
import { BoardPage } from '@/components/board/board-page'

export const metadata: Metadata = { title: 'Board' }

/** Its packets come by the stream: they would be old before the page is alive. */
export default async function Page() {
  return firstPaint(<BoardPage />, [])
}
