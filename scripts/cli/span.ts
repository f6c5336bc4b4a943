/** Spans of time as people type them. */
const millisecondsOf = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** "500ms", "10s", "2.5m" or "1h" in whole milliseconds; null for anything else. A bare number has no unit. */
export function parseSpan(text: string): number | null {
  const [, amount, unit] = /^(\d{1,8}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text.trim()) ?? []
  if (amount === undefined || !isUnit(unit)) return null
  return Math.round(Number(amount) * millisecondsOf[unit])
}

function isUnit(text: string | undefined): text is keyof typeof millisecondsOf {
  return text !== undefined && Object.hasOwn(millisecondsOf, text)
}
