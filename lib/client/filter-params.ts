/** The filters and the order of a list as they stand in an address: the page's own and the API's are the same. */
import type { PacketFilter } from '@/lib/contract/packet-list'

const filterNames = [
  'status',
  'provider',
  'destination',
  'source',
  'flag',
  'from',
  'to',
  'q',
  'sort',
] as const

/** `status=DELIVERED&q=order`; names in a fixed order, so that equal filters give equal texts. */
export function filterParams(filter: PacketFilter, more: Record<string, string> = {}): string {
  const params = new URLSearchParams()
  for (const name of filterNames) {
    const value = filter[name]
    if (value !== undefined) params.set(name, value)
  }
  for (const [name, value] of Object.entries(more)) params.set(name, value)
  return params.toString()
}

/** `path?params`, or the bare path when there is nothing to filter by. */
export function withParams(path: string, params: string): string {
  return params === '' ? path : `${path}?${params}`
}
