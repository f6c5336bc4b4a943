/** What may stand in an environment. Complaints follow the name of the variable: "PORT: it must be …". */
import { z } from 'zod'

/** In plain digits: `Number` would also take 1e3, 0x10 and a space. */
export function wholeNumber(min: number, max: number) {
  const problem = `it must be a whole number from ${min} to ${max}.`
  return z
    .string()
    .regex(/^\d{1,15}$/, problem)
    .transform(Number)
    .refine((value) => value >= min && value <= max, problem)
}

export const port = wholeNumber(1, 65_535)

export const httpAddress = z
  .url({ protocol: /^https?$/, error: 'it must be an http or https address.' })
  .max(2048, 'it is over 2048 characters.')

export function text(max: number) {
  return z.string().max(max, `it is over ${max} characters.`)
}

/** Where a part listens. */
export const host = text(255).regex(/^[A-Za-z0-9.:-]+$/, 'it must be a host name or an IP address.')

export const logLevel = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])
