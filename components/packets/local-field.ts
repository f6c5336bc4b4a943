/** Between instants in the address and date fields, which know only this machine's time zone. */

/** "2026-03-01T09:05:07" for a date field; empty when there is no such instant. */
export function toLocalField(instant: string | null): string {
  const at = instant === null ? Number.NaN : Date.parse(instant)
  if (Number.isNaN(at)) return ''
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 19)
}

/** The instant that a date field's text means on this machine; null when it means none. */
export function toInstant(field: string | null): string | null {
  const at = field === null ? Number.NaN : Date.parse(field)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
