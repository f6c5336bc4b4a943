/** The packets of a list that an operator has selected. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Packet } from '@/lib/packet/packet'

export interface Selection {
  readonly ids: ReadonlySet<string>
  /** The packet that was last selected or deselected; ranges begin here. */
  readonly anchor: string | null
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null }

/** Selects the packet, or deselects it. */
export function toggled({ ids }: Selection, id: string): Selection {
  const others = [...ids].filter((each) => each !== id)
  return { ids: new Set(ids.has(id) ? others : [...others, id]), anchor: id }
}

/** Also selects every packet from the anchor to this one. `order`: the ids in the order of the list. */
export function extended(selection: Selection, id: string, order: readonly string[]): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor)
  const to = order.indexOf(id)
  if (to === -1) return selection
  const range = from === -1 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor ?? id }
}

/** The selection of the list named by `scope`. Another list starts empty: no action may reach packets out of sight. */
export function useSelection(scope: string, rows: readonly Packet[]) {
  const [{ of, selection }, set] = useState({ of: scope, selection: nothingSelected })
  const order = useRef<readonly Packet[]>(rows)
  useEffect(() => {
    order.current = rows
  })
  const change = useCallback(
    (make: (was: Selection) => Selection) =>
      set((was) => ({ of: scope, selection: make(was.of === scope ? was.selection : nothingSelected) })),
    [scope],
  )
  const select = useCallback(
    (id: string, range: boolean) =>
      change((was) =>
        range
          ? extended(
              was,
              id,
              order.current.map((packet) => packet.id),
            )
          : toggled(was, id),
      ),
    [change],
  )
  const clear = useCallback(() => change(() => nothingSelected), [change])
  return { selected: of === scope ? selection.ids : nothingSelected.ids, select, clear }
}
