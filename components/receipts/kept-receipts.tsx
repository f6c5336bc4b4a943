import { Button } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import type { KeptReceipt } from '@/lib/contract/kept-receipt'
import { KeptReceiptRow } from './kept-receipt-row'
import { receiptsInWords } from './words'

interface KeptReceiptsProps {
  receipts: readonly KeptReceipt[]
  total: number
  filtered: boolean
  /** Null when these are all. */
  onMore: (() => void) | null
  /** Older ones are on their way. */
  busy: boolean
}

export function KeptReceipts({ receipts, total, filtered, onMore, busy }: KeptReceiptsProps) {
  return (
    <section aria-label="Kept receipts" className="min-w-0 rounded-lg border border-line bg-panel px-4 py-2">
      {receipts.length === 0 ? (
        <None filtered={filtered} />
      ) : (
        <>
          <h2 className="flex min-h-9 items-center font-semibold">{receiptsInWords(total)} kept</h2>
          <ul className="divide-y divide-line border-t border-line">
            {receipts.map((receipt) => (
              <KeptReceiptRow key={receipt.id} receipt={receipt} withPacket />
            ))}
          </ul>
        </>
      )}
      {onMore && (
        <Button className="my-2" onClick={onMore} disabled={busy}>
          {busy ? 'Reading older ones' : 'Show older ones'}
        </Button>
      )}
    </section>
  )
}

function None({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Placeholder title="No kept receipt matches">
        <p>Filters all hold at once. A packet is found by its whole id.</p>
      </Placeholder>
    )
  }
  return (
    <Placeholder title="No receipt had to be kept">
      <p>
        Every genuine receipt has found its packet. One that comes after its packet has closed is kept here.
      </p>
    </Placeholder>
  )
}
