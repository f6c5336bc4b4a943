/** The positions of headings and lanes, and which of them are in view. Heights are CSS pixels. */
import type { Group } from './places'

export const headingHeight = 32

/** `id` is null for a free lane. */
export type Row =
  | { readonly is: 'heading'; readonly group: Group; readonly collapsed: boolean }
  | { readonly is: 'lane'; readonly id: string | null }

interface Section {
  readonly group: Group
  readonly collapsed: boolean
  readonly top: number
  /** The top of the group's first lane. */
  readonly lanesTop: number
  readonly height: number
}

export interface Rows {
  readonly sections: readonly Section[]
  readonly laneHeight: number
  readonly height: number
}

/** @param headed false where all packets are in one group without a name */
export function rowsOf(
  groups: readonly Group[],
  { laneHeight, headed, collapsed }: { laneHeight: number; headed: boolean; collapsed: ReadonlySet<string> },
): Rows {
  let top = 0
  const sections = groups.map((group) => {
    const closed = headed && collapsed.has(group.key)
    const lanesTop = top + (headed ? headingHeight : 0)
    const height = lanesTop - top + (closed ? 0 : group.lanes.length * laneHeight)
    const section = { group, collapsed: closed, top, lanesTop, height }
    top += height
    return section
  })
  return { sections, laneHeight, height: top }
}

export interface PlacedRow {
  readonly row: Row
  readonly top: number
  readonly height: number
}

/**
 * The rows in view between two heights, from top to bottom. The heading of the first group sticks to the upper edge
 * while the group's lanes are in view, and covers lanes.
 */
export function rowsBetween({ sections, laneHeight }: Rows, from: number, to: number): PlacedRow[] {
  const placed: PlacedRow[] = []
  for (const { group, collapsed, top, lanesTop, height } of sections) {
    if (top + height <= from || top >= to) continue
    const heading = lanesTop - top
    if (heading > 0) {
      const pinned = Math.max(top, Math.min(from, top + height - heading))
      placed.push({ row: { is: 'heading', group, collapsed }, top: pinned, height: heading })
    }
    if (collapsed) continue
    const first = Math.max(0, Math.floor((from - lanesTop) / laneHeight))
    const last = Math.min(group.lanes.length, Math.ceil((to - lanesTop) / laneHeight))
    for (let index = first; index < last; index++) {
      const id = group.lanes[index] ?? null
      placed.push({ row: { is: 'lane', id }, top: lanesTop + index * laneHeight, height: laneHeight })
    }
  }
  return placed
}

/** The row at a height of the content, given how far the content is scrolled. */
export function rowAt(rows: Rows, height: number, scrolled: number): PlacedRow | null {
  const isThere = ({ top, height: own }: PlacedRow) => top <= height && height < top + own
  // A heading comes before the lanes that it covers, so it is found first.
  return rowsBetween(rows, scrolled, height + 1).find(isThere) ?? null
}

/** The next or previous row that is a heading or a taken lane. */
export function rowBeside(
  rows: Rows,
  { top, height }: Pick<PlacedRow, 'top' | 'height'>,
  by: 1 | -1,
): PlacedRow | null {
  const taken = rowsBetween(rows, 0, rows.height).filter(({ row }) => row.is === 'heading' || row.id !== null)
  const found =
    by === 1 ? taken.find((row) => row.top >= top + height) : taken.findLast((row) => row.top < top)
  return found ?? null
}
