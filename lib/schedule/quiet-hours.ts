/** Hours in which no delivery begins, by destination. Times are milliseconds since the epoch. */
import { DateTime } from 'luxon'

export interface QuietHours {
  /** Prefix of destinations. If several match, the longest one applies. */
  readonly prefix: string
  /** IANA name. */
  readonly timeZone: string
  /** Local times such as "22:00" and "07:00". They span midnight if `to` is not later than `from`. */
  readonly from: string
  readonly to: string
}

/** When the quiet hours at this moment end; null if the moment is outside of them. */
export function quietUntil(all: readonly QuietHours[], destination: string, at: number): number | null {
  const [hours] = all
    .filter(({ prefix }) => destination.startsWith(prefix))
    .toSorted((one, other) => other.prefix.length - one.prefix.length)
  return hours === undefined ? null : endOf(hours, at)
}

function endOf({ timeZone, from, to }: QuietHours, at: number): number | null {
  const now = DateTime.fromMillis(at, { zone: timeZone })
  // Quiet hours that began yesterday may still apply.
  for (const day of [now.minus({ days: 1 }), now]) {
    const begin = onDay(day, from)
    const end = onDay(to > from ? day : day.plus({ days: 1 }), to)
    if (begin <= now && now < end) return end.toMillis()
  }
  return null
}

/** If daylight saving time skips this local time, the result is later by the length of the gap. */
function onDay(day: DateTime, clock: string): DateTime {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return day.set({ hour, minute, second: 0, millisecond: 0 })
}
