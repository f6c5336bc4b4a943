import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { expect, test } from 'vitest'
import { openApiDocument } from './openapi'
import { apiPaths } from './paths'

const api = join(import.meta.dirname, '..', '..', 'app', 'api')

test('every route is documented, and nothing else', () => {
  const routes = readdirSync(api, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(`${sep}route.ts`) && !file.includes('[['))
    .map((file) => `/api/${file.split(sep).slice(0, -1).join('/')}`.replace(/\[(\w+)\]/, '{$1}'))
  // Receipts are taken ahead of the framework, which has no route for them.
  const served = [...routes, apiPaths.receipts]
  expect(Object.keys(openApiDocument().paths ?? {}).sort()).toEqual(served.sort())
})

test('every operation has its own id and says how it fails', () => {
  const operations = Object.values(openApiDocument().paths ?? {}).flatMap((methods) => Object.values(methods))
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { responses } of operations)
    expect(Object.keys(responses ?? {})).toEqual(expect.arrayContaining(['400', '431', '500']))
})

test('the messages of live views and carriers are in it', () => {
  const { components, webhooks } = openApiDocument()
  expect(Object.keys(components?.schemas ?? {})).toEqual(
    expect.arrayContaining(['Packet', 'Problem', 'ListChange', 'StatusCounts', 'Health', 'HandOver']),
  )
  expect(Object.keys(webhooks ?? {})).toEqual(['handOver', 'recall'])
})
