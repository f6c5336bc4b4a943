/** What operators set in a file, because it is a list: quiet hours. */
import { z } from 'zod'
import { printable } from './fields'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Use a time such as 22:00.')

const quietHours = z.strictObject({
  prefix: printable(200),
  timeZone: z.string().max(100),
  from: clock,
  to: clock,
})

export const settingsFile = z.strictObject({
  quietHours: z.array(quietHours).max(1_000).default([]),
})
