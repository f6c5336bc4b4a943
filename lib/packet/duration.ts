const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Words for a span of milliseconds: "40 ms", "2.4 s", "10 s", "3 min 20 s", "23 h 5 min". */
export function formatDuration(ms: number): string {
  const span = Math.max(0, Math.round(ms))
  if (span < second) return `${span} ms`
  if (span < minute) return `${trimmed(span / second)} s`
  if (span < hour) return joined(span, minute, 'min', second, 's')
  return joined(span, hour, 'h', minute, 'min')
}

function trimmed(value: number): string {
  const tenths = Math.floor(value * 10) / 10
  return Number.isInteger(tenths) ? String(tenths) : tenths.toFixed(1)
}

function joined(span: number, unit: number, name: string, small: number, smallName: string): string {
  const whole = Math.floor(span / unit)
  const rest = Math.floor((span % unit) / small)
  return rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${smallName}`
}
