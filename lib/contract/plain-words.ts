/** What is wrong with a value in words for people, where the schema library's would be about types of a language. */
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

/** For `safeParse(value, { error: plainWords })`; a message that a schema gives itself comes first. */
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

/** A number stands for itself; of texts and lists it is the length. */
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
