/** Formats numbers and ids, the same on every machine. */

const grouped = new Intl.NumberFormat('en')

/** "12,345"; "10,000+" beyond what is counted exactly. */
export function countText(count: number, mostCounted = Number.POSITIVE_INFINITY): string {
  return count > mostCounted ? `${grouped.format(mostCounted)}+` : grouped.format(count)
}

/** "1 packet", "12,345 packets", "10,000+ packets" */
export function counted(count: number, one: string, many: string, mostCounted?: number): string {
  return `${countText(count, mostCounted)} ${count === 1 ? one : many}`
}

/** For example "97 %", with at most `digits` decimals. Only the whole is 100 %, and only nothing is 0 %. */
export function percentText(share: number, digits = 0): string {
  const step = 10 ** -digits
  const percent = share * 100
  const rounded = Number(percent.toFixed(digits))
  if (share < 1 && rounded >= 100) return `>${(100 - step).toFixed(digits)} %`
  if (share > 0 && rounded <= 0) return `<${step.toFixed(digits)} %`
  return `${rounded} %`
}

/** A long id cut in the middle, where ids differ least: "order-20…c4e1". Counts characters, not code units. */
export function shortenMiddle(text: string, max: number): string {
  const characters = [...text]
  if (characters.length <= max) return text
  const head = Math.ceil((max - 1) * 0.6)
  const tail = max - 1 - head
  return `${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`
}

/** "812 B", "12.4 kB", "1.3 MB" */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ${unit}`
}
