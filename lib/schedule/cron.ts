/** Checks cron expressions of five fields, as Temporal's schedules take them. */
import { CronExpressionParser } from 'cron-parser'

const names = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)\b/gi
/** What Temporal knows besides names. Other programs, and our parser, also take `?`, `L`, `W`, `#` and `H`. */
const known = /^[\d*,/\s-]*$/

/** What is wrong with the expression; null if it is valid. */
export function cronFault(cron: string): string | null {
  if (!known.test(cron.replace(names, '')))
    return 'It has signs that schedules do not know. Use numbers, names such as "mon", and the signs * , - /'
  try {
    CronExpressionParser.parse(cron, { tz: 'UTC' }).next()
    return null
  } catch {
    return 'It is not a cron expression. Give minute, hour, day of the month, month and day of the week, such as "0 9 * * 1-5".'
  }
}
