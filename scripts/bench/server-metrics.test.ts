import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMetric } from './server-metrics'

const TEXT = `# HELP pending requests under way
# TYPE pending gauge
pending{namespace="default",operation="Poll",service_name="frontend"} 40
pending{namespace="other",operation="Poll",service_name="frontend"} 2
pending{namespace="default",operation="Poll",service_name="history"} 7
pending_long{namespace="default",operation="Poll",service_name="frontend"} 1e+03
`

const server = createServer((_, response) => response.end(TEXT))
let url = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
})

afterAll(() => {
  server.close()
})

test('sums the series that carry the labels', async () => {
  expect(await readMetric(url, 'pending', { operation: 'Poll', service_name: 'frontend' })).toBe(42)
  expect(await readMetric(url, 'pending_long', { operation: 'Poll' })).toBe(1000)
})

test('counts nothing where nothing is', async () => {
  expect(await readMetric(url, 'pending', { operation: 'Start' })).toBe(0)
})
