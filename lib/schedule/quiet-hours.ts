/** Hours in which nothing begins to be delivered, by where it goes. Times are milliseconds since the epoch. */
import { DateTime } from 'luxon'

export interface QuietHours {
  /** Of destinations; of several that fit the longest holds. */
  readonly prefix: string
  /** IANA. */
  readonly timeZone: string
  /** By the clock there, "22:00" to "07:00"; past midnight where the end is not later than the beginning. */
  readonly from: string
  readonly to: string
}

/** When the quiet hours that this moment falls into are over; null where it falls into none. */
export function quietUntil(all: readonly QuietHours[], destination: string, at: number): number | null {
  const [hours] = all
    .filter(({ prefix }) => destination.startsWith(prefix))
    .toSorted((one, other) => other.prefix.length - one.prefix.length)
  return hours === undefined ? null : endOf(hours, at)
}

function endOf({ timeZone, from, to }: QuietHours, at: number): number | null {
  const now = DateTime.fromMillis(at, { zone: timeZone })
  // Those that began yesterday may not be over.
  for (const day of [now.minus({ days: 1 }), now]) {
    const begin = onDay(day, from)
    const end = onDay(to > from ? day : day.plus({ days: 1 }), to)
    if (begin <= now && now < end) return end.toMillis()
  }
  return null
}

/** An hour that a time change skips is as much later as it skips. */
function onDay(day: DateTime, clock: string): DateTime {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return day.set({ hour, minute, second: 0, millisecond: 0 })
}
