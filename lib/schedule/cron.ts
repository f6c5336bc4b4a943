/** Checks cron expressions of five fields, as Temporal's schedules take them. */
import { CronExpressionParser } from 'cron-parser'

/** What is wrong with the expression; null if it is valid. */
export function cronFault(cron: string): string | null {
  try {
    CronExpressionParser.parse(cron, { tz: 'UTC' }).next()
    return null
  } catch {
    return 'It is not a cron expression. Give minute, hour, day of the month, month and day of the week, such as "0 9 * * 1-5".'
  }
}
