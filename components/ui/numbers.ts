/** Numbers as pages write them, the same on every machine. */

/** The API counts packets and receipts exactly up to this. */
const mostShown = 10_000
const grouped = new Intl.NumberFormat('en')

/** "12,345" */
export function countText(count: number): string {
  return grouped.format(count)
}

/** "1 packet", "12,345 packets" */
export function counted(count: number, one: string, many: string): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

/** A count that stops at `mostShown`: "9,999", "10,000+" */
export function cappedText(count: number): string {
  return count > mostShown ? `${countText(mostShown)}+` : countText(count)
}

/** Likewise: "1 packet", "10,000+ packets" */
export function cappedCount(count: number, one: string, many: string): string {
  return `${cappedText(count)} ${count === 1 ? one : many}`
}

/** "97 %", with up to so many digits behind the point. Only all is 100 %, and only none is 0 %. */
export function percentText(share: number, digits = 0): string {
  const step = 10 ** -digits
  const percent = share * 100
  const rounded = Number(percent.toFixed(digits))
  if (share < 1 && rounded >= 100) return `>${(100 - step).toFixed(digits)} %`
  if (share > 0 && rounded <= 0) return `<${step.toFixed(digits)} %`
  return `${rounded} %`
}
