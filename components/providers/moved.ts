/** The order with one name a place up or down; the same order when it is at that end already. */
export function moved(order: readonly string[], name: string, by: -1 | 1): readonly string[] {
  const from = order.indexOf(name)
  const to = from + by
  if (from === -1 || to < 0 || to >= order.length) return order
  const others = order.filter((each) => each !== name)
  return [...others.slice(0, to), name, ...others.slice(to)]
}
