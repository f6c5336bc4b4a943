'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Panel } from '@/components/ui/panel'
import { receiptsQuery } from '@/lib/client/list-receipts'
import { pagePaths } from '@/lib/contract/paths'
import { KeptReceiptRow } from './kept-receipt-row'
import { receiptsInWords } from './words'

/** What came for this packet and was not taken by it; nothing while there is nothing. */
export function PacketReceipts({ id }: { id: string }) {
  const [page] = useInfiniteQuery(receiptsQuery({ packet: id })).data?.pages ?? []
  if (page === undefined || page.items.length === 0) return null
  return (
    <Panel
      title="Kept receipts"
      action={
        <Link
          href={`${pagePaths.receipts}?${new URLSearchParams({ packet: id })}`}
          className="text-soft underline-offset-4 hover:text-accent hover:underline"
        >
          All {receiptsInWords(page.total)}
        </Link>
      }
    >
      <p className="text-soft">They came for this packet, but did not change it.</p>
      <ul className="mt-1 divide-y divide-line">
        {page.items.slice(0, 5).map((receipt) => (
          <KeptReceiptRow key={receipt.id} receipt={receipt} withPacket={false} />
        ))}
      </ul>
    </Panel>
  )
}
