/** citty takes whatever it does not know and lets an option swallow the next one, so Node's own parser checks first. */
import { parseArgs } from 'node:util'
import type { ArgsDef } from 'citty'
import { Problem } from './problem'

/** @param hint a sentence that says where the options are listed  @throws Problem that names the option at fault */
export function refuseStrangers(args: string[], definitions: ArgsDef, hint: string): void {
  const options = Object.fromEntries(
    Object.entries(definitions).map(([name, { type }]) => [
      name,
      { type: type === 'boolean' ? type : ('string' as const), ...(name === 'help' && { short: 'h' }) },
    ]),
  )
  try {
    parseArgs({ args, options, strict: true, allowPositionals: false })
  } catch (error) {
    throw new Problem(`${refusalOf(error)} ${hint}`)
  }
}

/** What Node says of a missing value helps as a whole; after an unknown option its advice would mislead. */
function refusalOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const aboutValue = 'code' in error && error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
  const text = aboutValue ? error.message : (error.message.split(/\.\s/)[0] ?? '')
  return `${text.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '')}.`
}
