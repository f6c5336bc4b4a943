'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { useQueryStates } from 'nuqs'
import { Glyph } from '@/components/route/glyph'
import { bulkResultLooks, statusLooks } from '@/components/route/looks'
import { DownloadLink } from '@/components/ui/download-link'
import { countText } from '@/components/ui/format'
import { IdLink } from '@/components/ui/id-link'
import { Panel } from '@/components/ui/panel'
import { ReadFailed, Skeleton } from '@/components/ui/placeholder'
import { ShowMore } from '@/components/ui/show-more'
import { Told } from '@/components/ui/told'
import { whatFailed } from '@/lib/client/client-error'
import { bulkItemsQuery } from '@/lib/client/queries'
import { bulkItemSearch } from '@/lib/client/search'
import type { BulkAction, BulkItem } from '@/lib/contract/bulk-action'
import type { BulkResult } from '@/lib/contract/bulk-terms'
import { apiPath, builtPublicPath, pagePaths } from '@/lib/contract/paths'
import { resultOrder } from './bulk-bar'

/** The packets of a bulk action, and what became of each. */
export function ItemTable({ bulk }: { bulk: BulkAction }) {
  const [{ result }, setSearch] = useQueryStates(bulkItemSearch, { history: 'replace' })
  const query = useInfiniteQuery(bulkItemsQuery(bulk, result))
  const items = query.data?.pages.flatMap((page) => page.items)
  return (
    <Panel
      title="Packets"
      action={
        <DownloadLink
          href={`${builtPublicPath}${apiPath('/api/bulk-actions/{id}/results.csv', { id: bulk.id })}`}
        >
          Results as CSV
        </DownloadLink>
      }
    >
      <ResultChips bulk={bulk} selected={result} onSelect={(result) => void setSearch({ result })} />
      {items === undefined && !query.error && (
        <Skeleton label="Loading the packets" rows={8} rowClass="h-10" framed={false} />
      )}
      {query.error && items === undefined && (
        <ReadFailed message={whatFailed(query.error)} onRetry={() => void query.refetch()} />
      )}
      {items?.length === 0 && (
        <p className="py-6 text-center text-soft">None of its packets has this result.</p>
      )}
      {items !== undefined && items.length > 0 && <Items items={items} />}
      <ShowMore query={query} />
    </Panel>
  )
}

interface ResultChipsProps {
  bulk: BulkAction
  selected: BulkResult | null
  onSelect: (result: BulkResult | null) => void
}

/** The number of packets for each result. Pressing a chip filters the table by that result. */
function ResultChips({ bulk: { counts, count }, selected, onSelect }: ResultChipsProps) {
  const shown = resultOrder.filter((result) => counts[result] > 0 || result === selected)
  const chips = [
    { result: null, word: 'All', total: count },
    ...shown.map((result) => ({ result, word: bulkResultLooks[result].word, total: counts[result] })),
  ]
  return (
    <fieldset className="mb-2 flex min-w-0 flex-wrap gap-1">
      <legend className="sr-only">Result</legend>
      {chips.map(({ result, word, total }) => (
        <button
          key={word}
          type="button"
          aria-pressed={selected === result}
          onClick={() => onSelect(result)}
          className={clsx(
            'inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 transition-colors',
            selected === result
              ? 'border-accent bg-accent-wash text-ink'
              : 'border-line bg-panel text-soft hover:bg-hover hover:text-ink',
          )}
        >
          {result !== null && <Glyph look={bulkResultLooks[result]} size={14} />}
          {word}
          <span className="font-semibold text-ink">{countText(total)}</span>
        </button>
      ))}
    </fieldset>
  )
}

function Items({ items }: { items: readonly BulkItem[] }) {
  return (
    <table className="w-full text-left max-md:block">
      <thead className="text-xs text-soft max-md:sr-only">
        <tr>
          {['Result', 'Packet', 'Destination', 'Status now', 'Details'].map((name) => (
            <th key={name} scope="col" className="py-1 pr-4 font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {items.map((item) => (
          <ItemRow key={item.number} item={item} />
        ))}
      </tbody>
    </table>
  )
}

function ItemRow({ item: { packetId, result, detail, packet, newPacketId } }: { item: BulkItem }) {
  const look = bulkResultLooks[result]
  const status = packet && statusLooks[packet.status]
  return (
    <tr className="border-t border-line align-top max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-4 max-md:py-2">
      <td className="py-1.5 pr-4 max-md:py-0.5">
        <span className="flex items-center gap-1.5 whitespace-nowrap">
          <Glyph look={look} size={14} />
          {look.word}
        </span>
      </td>
      <td className="max-w-60 py-1.5 pr-4 max-md:py-0.5 max-md:pr-0 max-md:text-right">
        <IdLink id={packetId} href={pagePaths.packet(packetId)} most={22} />
      </td>
      <td className="max-w-60 truncate py-1.5 pr-4 max-md:py-0.5">
        <bdi translate="no">{packet?.destination ?? '–'}</bdi>
      </td>
      <td className="py-1.5 pr-4 max-md:py-0.5 max-md:pr-0 max-md:text-right">
        {status === null ? (
          <span className="text-faint">Deleted</span>
        ) : (
          <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
            <Glyph look={status} size={14} />
            {status.word}
          </span>
        )}
      </td>
      <td className="py-1.5 text-soft text-pretty wrap-anywhere max-md:col-span-2 max-md:py-0.5 max-md:empty:hidden">
        {detail !== null && <Told>{detail}</Told>}
        {newPacketId !== null && (
          <>
            As <IdLink id={newPacketId} href={pagePaths.packet(newPacketId)} most={22} className="text-ink" />
          </>
        )}
      </td>
    </tr>
  )
}
