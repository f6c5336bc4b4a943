import { expect, test } from 'vitest'
import { z } from 'zod'
import { auditActions } from './audit-terms'
import { bodyOf, type Operation, type OperationTable } from './operation'
import { documented } from './operations'

const table: OperationTable = documented
const audited = Object.entries(table).filter(([, { audit }]) => audit !== undefined)

const notByOperators = [
  'POST /api/packets',
  'POST /api/batch-previews',
  'POST /api/bulk-action-previews',
  'POST /api/callbacks/transmit',
]

test('everything that operators do is recorded, each under its own action', () => {
  const changing = Object.keys(table).filter((key) => key.startsWith('POST'))
  const recorded = audited.map(([key]) => key)
  expect([...recorded, ...notByOperators].sort()).toEqual(changing.sort())
  expect(audited.map(([, { audit }]) => audit?.action).sort()).toEqual([...auditActions].sort())
})

test.each(audited)('%s takes who and why, and has the fields that are recorded', (_, operation) => {
  const fields = fieldsOf(operation)
  expect(fields).toEqual(expect.arrayContaining(['reason', 'who']))
  const { parameters = [], given = [] } = operation.audit ?? {}
  expect(fields).toEqual(expect.arrayContaining([...parameters, ...given]))
})

test.each(audited)('%s records no contents, addresses and secrets', (_, { audit }) => {
  for (const name of audit?.parameters ?? [])
    expect(name).not.toMatch(/text|contents|url|source|destination|secret|filter|submission/i)
})

function fieldsOf(operation: Operation): string[] {
  const body = bodyOf(operation)
  const schema = body?.as === 'json' ? body.schema : operation.query
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}
