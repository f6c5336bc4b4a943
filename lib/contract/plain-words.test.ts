import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { recallMessage, receiptMessage } from './carrier'
import { operatorReasonBody } from './fields'
import { keptReceiptFilter } from './kept-receipt'
import { packetListQuery } from './packet-list'
import { plainWords } from './plain-words'
import { orderChange, resumeChange, routingChange, timeoutChange } from './provider-actions'
import { providersFile } from './provider-config'
import { submission } from './submission'

function saidOf(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value, { error: plainWords })
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message)
}

test.each([
  [z.object({ a: z.string() }), {}, 'It is missing. Give text.'],
  [z.object({ a: z.string() }), { a: 1 }, 'Give text here.'],
  [z.object({ a: z.string() }), 'a', 'Give an object here.'],
  [z.object({ a: z.string() }), null, 'Give an object here.'],
  [z.int(), 1.5, 'Give a whole number here.'],
  [z.boolean(), 'true', 'Give true or false here.'],
  [z.object({ a: z.enum(['x', 'y']) }), {}, 'It is missing. Give one of "x", "y".'],
  [z.enum(['x', 'y']), 'z', 'Give one of "x", "y".'],
  [z.literal('x'), 'z', 'Give "x".'],
  [z.strictObject({}), { a: 1, 'b"': 2 }, 'Nothing here is called "a", "b\\"".'],
  [z.string().max(1), 'ab', 'Give at most 1 character.'],
  [z.array(z.int()).min(2), [1], 'Give at least 2 entries.'],
  [z.int().min(5), 1, 'Give at least 5.'],
  [z.string().min(1, 'Say why.'), '', 'Say why.'],
])('%# says what is wrong and what to give', (schema, value, said) => {
  expect(saidOf(schema, value)).toEqual([said])
})

describe('no refusal uses the terms of the schema library', () => {
  const schemas = {
    submission,
    operatorReasonBody,
    receiptMessage,
    recallMessage,
    timeoutChange,
    orderChange,
    resumeChange,
    routingChange,
    packetListQuery,
    keptReceiptFilter,
    providersFile,
  }
  test.each(Object.entries(schemas))('for %s', (_name, schema) => {
    const names = Object.keys(
      z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? {},
    )
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...names, 'stranger'), fc.jsonValue()),
      fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
    )
    fc.assert(
      fc.property(anything, (value) => {
        for (const said of saidOf(schema, value))
          expect(said).not.toMatch(/invalid|expected|received|unrecognized/i)
      }),
    )
  })
})
