/**
 * The options of a command: read, checked, and shown as help. citty writes the help. Node's own parser reads the
 * options, because citty accepts unknown ones and takes the next option for a missing value.
 */
import { parseArgs, stripVTControlCharacters } from 'node:util'
import { type ArgsDef, defineCommand, renderUsage } from 'citty'
import type { z } from 'zod'
import { Problem } from './problem'

/** The values by name: text, or true for a flag. @throws Problem that names the wrong option */
export function readOptions(
  command: string,
  definitions: ArgsDef,
  args: string[],
): Record<string, string | boolean | undefined> {
  const options = Object.fromEntries(
    Object.entries(definitions).map(([name, { type, default: usual }]) => [
      name,
      {
        type: type === 'boolean' ? type : ('string' as const),
        ...(name === 'help' && { short: 'h' }),
        ...(typeof usual === 'string' && { default: usual }),
      },
    ]),
  )
  try {
    return { ...parseArgs({ args, options, strict: true, allowPositionals: false }).values }
  } catch (error) {
    throw new Problem(`${refusalOf(error)} "npm run ${command} -- --help" lists what there is.`)
  }
}

/** Node's message about a missing value is shown whole; for an unknown option its advice would mislead and is cut. */
function refusalOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const aboutValue = 'code' in error && error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
  const text = aboutValue ? error.message : (error.message.split(/\.\s/)[0] ?? '')
  return `${text.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '')}.`
}

/** @throws Problem that names the first wrong option */
export function checkOptions<S extends z.ZodType>(schema: S, values: object): z.output<S> {
  const parsed = schema.safeParse(values)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const message = (issue?.message ?? 'is not valid').replace(/\.$/, '')
  throw new Problem(`--${String(issue?.path[0] ?? '')}${/^[A-Z]/.test(message) ? ':' : ''} ${message}.`)
}

/** The help, with colours for a terminal. */
export async function helpFor(
  command: string,
  description: string,
  args: ArgsDef,
  { isTTY }: { isTTY?: boolean },
): Promise<string> {
  const text = await renderUsage(
    defineCommand({ meta: { name: `npm run ${command} --`, description }, args }),
  )
  return `${isTTY ? text : stripVTControlCharacters(text)}\n`
}

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
