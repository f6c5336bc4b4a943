/** Says what is wrong with a value in words for people; the schema library's own messages speak of language types. */
import type { z } from 'zod'

const wordsForTypes: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

/** For `safeParse(value, { error: plainWords })`. A message that is set in a schema takes precedence. */
export const plainWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = wordsForTypes[issue.expected] ?? issue.expected
      return issue.input === undefined ? `It is missing. Give ${expected}.` : `Give ${expected} here.`
    }
    case 'unrecognized_keys':
      return `Nothing here is called ${listed(issue.keys)}.`
    case 'invalid_value':
      return issue.input === undefined
        ? `It is missing. Give ${choice(issue.values)}.`
        : `Give ${choice(issue.values)}.`
    case 'too_small':
      return `Give at least ${amount(issue.minimum, issue.origin)}.`
    case 'too_big':
      return `Give at most ${amount(issue.maximum, issue.origin)}.`
    default:
      return undefined
  }
}

/** Words for a limit: the value itself for numbers, the length for texts and lists. */
function amount(limit: number | bigint, of: string): string {
  if (of === 'string') return counted(Number(limit), 'character')
  return of === 'array' ? counted(Number(limit), 'entry', 'entries') : String(limit)
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

function choice(values: readonly unknown[]): string {
  return values.length === 1 ? listed(values) : `one of ${listed(values)}`
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ')
}
