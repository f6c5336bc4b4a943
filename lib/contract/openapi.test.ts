import { expect, test } from 'vitest'
import { openApiDocument } from './openapi'

test('every operation has its own id and says how it fails', () => {
  const operations = Object.values(openApiDocument().paths ?? {}).flatMap((methods) => Object.values(methods))
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { responses } of operations)
    expect(Object.keys(responses ?? {})).toEqual(expect.arrayContaining(['400', '431', '500']))
})

test('the document has the messages of live views and carriers', () => {
  const { components, webhooks } = openApiDocument()
  expect(Object.keys(components?.schemas ?? {})).toEqual(
    expect.arrayContaining(['Packet', 'Problem', 'ListChange', 'StatusCounts', 'Health', 'HandOver']),
  )
  expect(Object.keys(webhooks ?? {})).toEqual([
    'handOver',
    'recall',
    'packetEvent',
    'batchEvent',
    'viewEvent',
  ])
})
