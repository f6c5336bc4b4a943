/** One way for every process to read its environment: once, by a schema, with an error that helps. */
import type { z } from 'zod'
import { plainWords } from './plain-words'

/** Names the variable, the problem and an example. It never repeats the value, which may be a secret. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

/** Parses `env`; empty variables count as unset. `examples` maps a variable to a value that would work. */
export function parseEnv<Schema extends z.ZodType>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
  examples: Readonly<Record<string, string>>,
): z.infer<Schema> {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = schema.safeParse(present, { error: plainWords })
  if (parsed.success) return parsed.data
  throw new EnvError(parsed.error.issues.map((issue) => describeIssue(issue, present, examples)).join('\n'))
}

function describeIssue(
  issue: z.core.$ZodIssue,
  present: Record<string, string | undefined>,
  examples: Readonly<Record<string, string>>,
): string {
  const [variable = 'The environment', ...inside] = issue.path.map(String)
  const place = inside.length === 0 ? '' : `, at ${inside.join('.')}`
  const problem = variable in present ? issue.message.replace(/\.?$/, '.') : 'it is not set.'
  const example = examples[variable]
  return `${variable}${place}: ${problem}${example === undefined ? '' : ` Example: ${variable}=${example}`}`
}
