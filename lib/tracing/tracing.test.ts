import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectTraces, type TraceCollector } from '@/e2e/support/trace-collector'
import { EnvError } from '@/lib/contract/env'
import { currentTrace, isSameTrace, startTracing, stopTracing, traced, traceparentOf } from './tracing'

const { cache } = createRequire(import.meta.url)
/** Loaded modules of OpenTelemetry, except the bare API, which the metrics library loads. */
const loaded = () =>
  Object.keys(cache).filter((file) => /@opentelemetry\/(?!api\/)|interceptors-opentelemetry/.test(file))
const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const other = '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

let collector: TraceCollector

beforeAll(async () => {
  collector = await collectTraces()
})

afterAll(() => collector.close())

test.each([
  [{ OTEL_TRACES_EXPORTER: 'jaeger' }, /^OTEL_TRACES_EXPORTER: it must be otlp or none\. Example: /],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /^OTEL_EXPORTER_OTLP_ENDPOINT: it must be an http/],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /^OTEL_EXPORTER_OTLP_PROTOCOL: it must be http\/protobuf\./],
])('refuses %j in words', async (bad, words) => {
  const starting = startTracing('test', bad)
  await expect(starting).rejects.toThrow(EnvError)
  await expect(starting).rejects.toThrow(words)
})

test('loads no module and does nothing unless an exporter is configured', async () => {
  const before = loaded()
  await startTracing('test', {})
  await startTracing('test', { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })
  await startTracing('test', { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })
  const told = await traced(
    'work',
    () => ({ kind: 'internal' }),
    async (span) => [span, currentTrace()],
  )
  expect(told).toEqual([null, null])
  expect(loaded()).toEqual(before)
})

test('sends spans with their parents and links, also for work that failed', async () => {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url
  await startTracing('test', process.env)
  expect(loaded()).not.toEqual([])
  const inner = () =>
    traced(
      'inner',
      () => ({ kind: 'client', links: [other, null] }),
      async () => currentTrace(),
    )
  const seen = await traced('outer', () => ({ kind: 'server', parent }), inner)
  expect(isSameTrace(seen, parent)).toBe(true)
  const failing = traced(
    'failing',
    () => ({ kind: 'internal', parent: null }),
    () => Promise.reject(new Error('no')),
  )
  await expect(failing).rejects.toThrow('no')
  await stopTracing()
  const named = (name: string) => collector.spans.find((span) => span.name === name)
  const [traceId] = [parent.slice(3, 35)]
  expect(named('outer')).toMatchObject({ service: 'test', traceId, parentSpanId: parent.slice(36, 52) })
  expect(named('inner')).toMatchObject({ traceId, parentSpanId: named('outer')?.spanId })
  expect(named('inner')?.links).toEqual([{ traceId: other.slice(3, 35), spanId: other.slice(36, 52) }])
  expect(named('failing')).toMatchObject({ parentSpanId: '' })
})

test('accepts only valid trace contexts', () => {
  expect(traceparentOf(parent)).toBe(parent)
  for (const text of [null, '', parent.toUpperCase(), `${parent}-more`, parent.replace('00-', '01-')])
    expect(traceparentOf(text)).toBeNull()
  expect([isSameTrace(parent, other), isSameTrace(null, null)]).toEqual([false, false])
})
