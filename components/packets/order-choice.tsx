import type { PacketSearch } from '@/lib/client/packet-search'
import { type PacketSort, packetSorts, sortOf } from '@/lib/contract/paging'

const words: Record<PacketSort, string> = {
  active: 'Unfinished first',
  newest: 'Newest first',
  oldest: 'Oldest first',
}

interface OrderChoiceProps {
  search: PacketSearch
  /** Null for the order that the filters have by themselves. */
  onChoose: (sort: PacketSort | null) => void
}

export function OrderChoice({ search, onChoose }: OrderChoiceProps) {
  const usual = sortOf({ ...search, sort: null })
  const choose = (chosen: string) => {
    const sort = packetSorts.find((each) => each === chosen) ?? usual
    onChoose(sort === usual ? null : sort)
  }
  return (
    <select
      aria-label="Order"
      value={sortOf(search)}
      onChange={(event) => choose(event.target.value)}
      className="h-8 rounded-md border border-edge bg-panel px-2"
    >
      {packetSorts.map((sort) => (
        <option key={sort} value={sort}>
          {words[sort]}
        </option>
      ))}
    </select>
  )
}
