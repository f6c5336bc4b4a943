/** Which packets of a list an operator has picked. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Packet } from '@/lib/packet/packet'

export interface Selection {
  readonly ids: ReadonlySet<string>
  /** Picked last; a range reaches from it. */
  readonly anchor: string | null
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null }

/** With the packet picked, or left out again. */
export function toggled({ ids }: Selection, id: string): Selection {
  const others = [...ids].filter((each) => each !== id)
  return { ids: new Set(ids.has(id) ? others : [...others, id]), anchor: id }
}

/** With every packet from the one picked last up to this one. `order`: the ids as they are listed. */
export function extended(selection: Selection, id: string, order: readonly string[]): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor)
  const to = order.indexOf(id)
  if (to === -1) return selection
  const range = from === -1 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor ?? id }
}

/** Begins with nothing in every list, which `scope` names: what is not seen must not be acted on. */
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
