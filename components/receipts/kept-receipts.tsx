'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import { keptLooks } from '@/components/route/looks'
import { Ago } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { counted } from '@/components/ui/format'
import { IdLink } from '@/components/ui/id-link'
import { Panel } from '@/components/ui/panel'
import { Placeholder } from '@/components/ui/placeholder'
import { Name } from '@/components/ui/told'
import { withParams } from '@/lib/client/api'
import { receiptsQuery } from '@/lib/client/queries'
import type { KeptReceipt } from '@/lib/contract/kept-receipt'
import { mostCounted } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import { Code, Fact, ReceiptFacts } from './receipt-facts'

interface KeptReceiptsProps {
  receipts: readonly KeptReceipt[]
  total: number
  filtered: boolean
  /** Null if all are loaded. */
  onMore: (() => void) | null
  /** Older receipts are being loaded. */
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
        <p>All filters apply together. A packet’s id must match in full.</p>
      </Placeholder>
    )
  }
  return (
    <Placeholder title="No kept receipts">
      <p>
        Every genuine receipt was matched to its packet. Receipts that come after their packet has closed are
        kept here.
      </p>
    </Placeholder>
  )
}

/** The receipts for this packet that it did not accept. Renders nothing if there are none. */
export function PacketReceipts({ id }: { id: string }) {
  const [page] = useInfiniteQuery(receiptsQuery({ packet: id })).data?.pages ?? []
  if (page === undefined || page.items.length === 0) return null
  return (
    <Panel
      title="Kept receipts"
      action={
        <Link
          href={withParams(pagePaths.receipts, { packet: id })}
          className="text-soft underline-offset-4 hover:text-accent hover:underline"
        >
          All {receiptsInWords(page.total)}
        </Link>
      }
    >
      <p className="text-soft">Receipts for this packet that did not change it.</p>
      <ul className="mt-1 divide-y divide-line">
        {page.items.slice(0, 5).map((receipt) => (
          <KeptReceiptRow key={receipt.id} receipt={receipt} withPacket={false} />
        ))}
      </ul>
    </Panel>
  )
}

interface KeptReceiptRowProps {
  receipt: KeptReceipt
  /** False if all rows belong to the same packet. */
  withPacket: boolean
}

/** One kept receipt: what it says and why no packet took it, with its evidence on demand. */
function KeptReceiptRow({ receipt, withPacket }: KeptReceiptRowProps) {
  const { reason, packetId, attempt, provider } = receipt
  return (
    <li className="py-2">
      <div className="grid gap-x-4 gap-y-0.5 md:grid-cols-[150px_minmax(0,1fr)_auto]">
        <span
          className="flex h-5 items-center gap-1.5 self-start whitespace-nowrap"
          title={keptMeanings[reason]}
        >
          <Glyph look={keptLooks[reason]} />
          {keptLooks[reason].word}
        </span>
        <span className="min-w-0">
          <Name>{provider}</Name>
          {withPacket && (
            <>
              {' on '}
              <IdLink id={packetId} href={pagePaths.packet(packetId)} label={`Packet ${packetId}`} />
              <CopyButton text={packetId} label={`Copy the id ${packetId}`} className="-my-1 align-middle" />
            </>
          )}
          <span className="text-soft">, attempt {attempt}: </span>
          {sayings(receipt)}
        </span>
        <span className="text-soft md:text-right">
          <Ago iso={receipt.receivedAt} after=" ago" />
        </span>
      </div>
      <details className="mt-0.5 md:ml-[166px]">
        <summary className="cursor-pointer text-xs text-soft hover:text-ink">Evidence</summary>
        <p className="mt-1 text-soft">{keptMeanings[reason]}</p>
        <dl className="mt-1 grid gap-x-4 gap-y-0.5 text-xs grid-cols-[80px_minmax(0,1fr)]">
          <ReceiptFacts receipt={receipt} />
          <Fact name="Its SHA-256">
            <Code>{`${receipt.digest}…`}</Code>
          </Fact>
        </dl>
      </details>
    </li>
  )
}

function sayings({ delivered, why }: KeptReceipt): ReactNode {
  return (
    <>
      {delivered ? 'delivered' : 'not delivered'}
      {why !== null && (
        <>
          , “<bdi className="break-words">{why}</bdi>”
        </>
      )}
    </>
  )
}

/** Explains the reasons, for people who see them for the first time. */
const keptMeanings: Record<KeptReason, string> = {
  CLOSED: 'Its packet had ended and settled before.',
  UNKNOWN_PACKET: 'No such packet is stored, or it was erased.',
  UNKNOWN_ATTEMPT: 'The packet has no such attempt of this provider.',
  CONTRADICTION: 'Its webhook-id came earlier with another body, so it was refused with 409.',
}

/** "12 receipts" */
export function receiptsInWords(total: number): string {
  return counted(total, 'receipt', 'receipts', mostCounted)
}
