/** Filters in words, for chips and lines. */
import { statusLooks } from '@/components/route/looks'
import type { PacketFilter } from '@/lib/contract/packet-list'
import type { PacketSort, StatusFilter } from '@/lib/contract/paging'
import { flagWords } from './badges'

/** Without `zone`, which belongs to `within`. */
export type FilterName = Exclude<keyof PacketFilter, 'zone' | 'sort'>

const filterLabels: Record<FilterName, string> = {
  status: 'Status',
  id: 'Named',
  provider: 'Provider',
  failedOver: 'Failed over',
  failedOverFrom: 'Failed over from',
  address: 'Source or destination',
  source: 'Source',
  destination: 'Destination',
  batch: 'Batch',
  orderingKey: 'Ordering key',
  priority: 'Priority',
  fairnessKey: 'Fairness key',
  flag: 'Flag',
  from: 'Submitted from',
  to: 'Submitted before',
  activeFrom: 'Active from',
  activeTo: 'Active before',
  within: 'Active',
  q: 'Text',
}

const filterNames = Object.keys(filterLabels) as FilterName[]

export const orderWords: Record<PacketSort, string> = {
  active: 'Unfinished first',
  newest: 'Newest first',
  oldest: 'Oldest first',
  due: 'Scheduled, next first',
}

export interface FilterTold {
  name: FilterName
  label: string
  /** An instant in ISO 8601 if `isInstant`; empty if the label says everything. */
  value: string
  isInstant: boolean
}

/** Always in the same order, whatever the order of the filter's properties. */
export function tellFilter(
  filter: { readonly [Name in FilterName]?: PacketFilter[Name] | null },
): FilterTold[] {
  return filterNames.flatMap((name) => {
    const value = filter[name]
    if (!value) return []
    const isInstant = ['from', 'to', 'activeFrom', 'activeTo'].includes(name)
    return [{ name, label: filterLabels[name], value: valueText(name, filter) ?? value, isInstant }]
  })
}

function valueText(
  name: FilterName,
  { status, flag, within }: { readonly [Name in FilterName]?: PacketFilter[Name] | null },
): string | null {
  if (name === 'status' && status) return statusWord(status)
  if (name === 'flag' && flag) return flagWords[flag].word
  if (name === 'within' && within) return withinWords(within)
  return name === 'failedOver' ? '' : null
}

function statusWord(status: StatusFilter): string {
  if (status === 'IN_FLIGHT') return 'In flight'
  return status === 'UNDELIVERED' ? 'Undelivered' : statusLooks[status].word
}

const units: Record<string, string> = { m: 'minutes', h: 'hours', d: 'days' }

/** The text that follows "active". */
export function withinWords(within: string): string {
  if (within === 'week') return 'this week'
  const count = Number.parseInt(within, 10)
  if (Number.isNaN(count)) return within
  if (within === '1h') return 'in the last hour'
  const unit = units[within.slice(-1)] ?? ''
  return `in the last ${count} ${count === 1 ? unit.slice(0, -1) : unit}`
}
