// What real processes tell observers: spans to a collector, metrics to a scraper like Prometheus.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { apiPath } from '@/lib/contract/paths'
import { freePorts } from '@/scripts/stack/addresses'
import { waitUntil } from '@/scripts/stack/wait-until'
import { startOwnStack } from '../support/own-stack'
import { type CollectedSpan, collectTraces } from '../support/trace-collector'
import { Waybill } from '../support/waybill'

const LIMIT_MS = 20_000

async function submitTraced(web: string, id: string): Promise<string> {
  const traceId = randomBytes(16).toString('hex')
  const answer = await fetch(`${web}${apiPath('/api/packets')}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
    },
    body: JSON.stringify({ id, source: '+1', destination: '+2', text: 'for no trace' }),
  })
  expect(answer.status).toBe(202)
  return traceId
}

async function linesOf(dataDir: string, part: string): Promise<unknown[]> {
  const text = await readFile(join(dataDir, 'logs', `${part}.log`), 'utf8')
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): unknown => JSON.parse(line))
}

test('one trace leads from the request through Temporal to the carrier, and back to the receipt', async () => {
  test.setTimeout(180_000)
  const collector = await collectTraces()
  const [metrics = 0] = await freePorts(1)
  const { stack, dataDir } = await startOwnStack('stack-traces', {
    CARRIER_PROFILES: 'healthy',
    ERROR_CHANCE: '0',
    METRICS_PORT: String(metrics),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '200',
  })
  try {
    const traceId = await submitTraced(stack.addresses.web, 'traced')
    await new Waybill(stack.addresses.web).ended('traced')
    const named = (name: string) =>
      collector.spans.find((span) => span.traceId === traceId && span.name === name)
    const last = [
      'receipt',
      'hand over',
      'RunActivity:handOver',
      'StartWorkflow:dataRouting',
      'start delivery',
      'POST /api/packets',
    ]
    const areThere = async () => last.every((name) => named(name) !== undefined)
    expect(await waitUntil(areThere, { limitMs: LIMIT_MS })).toBe(true)

    const above = (span: CollectedSpan | undefined) =>
      collector.spans.find(({ spanId }) => spanId === span?.parentSpanId)
    expect(named('POST /api/packets')).toMatchObject({ service: 'waybill-web' })
    expect(above(named('start delivery'))?.name).toBe('POST /api/packets')
    expect(above(named('StartWorkflow:dataRouting'))?.name).toBe('start delivery')
    expect(above(named('RunActivity:handOver'))?.name).toBe('StartWorkflow:dataRouting')
    expect(named('hand over')).toMatchObject({
      service: 'waybill-worker',
      attributes: { 'waybill.packet': 'traced' },
    })
    expect(above(named('hand over'))?.name).toBe('RunActivity:handOver')
    expect(named('receipt')).toMatchObject({ service: 'waybill-web' })
    expect(above(named('receipt'))?.name).toBe('hand over')
    expect(JSON.stringify(collector.spans)).not.toContain('for no trace')

    const completed = expect.objectContaining({ msg: 'Workflow completed', workflowId: 'packet-traced' })
    await expect.poll(() => linesOf(dataDir, 'worker')).toContainEqual(completed)
    const told = [...(await linesOf(dataDir, 'web')), ...(await linesOf(dataDir, 'worker'))]
    const about = { packetId: 'traced', attempt: 1 }
    expect(told).toContainEqual(expect.objectContaining({ ...about, activity: 'handOver', try: 1 }))
    expect(told).toContainEqual(expect.objectContaining({ ...about, kind: 'signal', name: 'receipts' }))

    for (const origin of [stack.addresses.web, stack.addresses.carrier, `http://127.0.0.1:${metrics}`]) {
      const scraped = await fetch(`${origin}/metrics`)
      expect(scraped.status, origin).toBe(200)
      expect(await scraped.text(), origin).toMatch(/^waybill_/m)
    }
    const worker = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()
    expect(worker).toMatch(/^waybill_delivery_seconds_count\{attempts="1",.*status="DELIVERED".*\} 1$/m)
    expect(worker).toMatch(/^waybill_hand_overs_total\{provider="RouteA",answer="accepted"\} 1$/m)
    expect(worker).toMatch(/^waybill_directory_age_seconds [\d.]+$/m)
    expect(worker).toMatch(/^temporal_workflow_completed\{.*workflow_type="dataRouting".*\} 1$/m)
    const ids = Array.from({ length: 20 }, (_, index) => `together-${index}`)
    const traces = await Promise.all(ids.map((id) => submitTraced(stack.addresses.web, id)))
    const ofTrace = (trace: string, name: string) =>
      collector.spans.filter((span) => span.traceId === trace && span.name === name)
    const isWhole = (trace: string) =>
      ['hand over', 'receipt'].every((name) => ofTrace(trace, name).length > 0)
    expect(await waitUntil(async () => traces.every(isWhole), { limitMs: LIMIT_MS })).toBe(true)
    for (const [index, trace] of traces.entries()) {
      const [handOver, ...more] = ofTrace(trace, 'hand over')
      expect([handOver?.attributes['waybill.packet'], more]).toEqual([ids[index], []])
      expect(ofTrace(trace, 'receipt')[0]?.parentSpanId).toBe(handOver?.spanId)
      const around = above(handOver)?.name
      if (around !== 'RunActivity:handOver') {
        expect(around).toBe('POST /api/packets')
        const [link] = handOver?.links ?? []
        await waitUntil(async () => collector.spans.some(({ spanId }) => spanId === link?.spanId), {
          limitMs: LIMIT_MS,
        })
        const linked = collector.spans.find(({ spanId }) => spanId === link?.spanId)
        expect(linked?.name).toBe('RunActivity:handOver')
      }
    }
    const starts = collector.spans.filter(({ name }) => name === 'start delivery')
    expect(starts.some(({ links }) => links.length > 0)).toBe(true)

    const web = await (await fetch(`${stack.addresses.web}/metrics`)).text()
    expect(web).toMatch(/^waybill_packets_accepted_total 21$/m)
    expect(web).toMatch(/^waybill_receipts_total\{provider="RouteA",result="recorded"\} 21$/m)
    expect(web).toMatch(/^waybill_workers 1$/m)
  } finally {
    await stack.stop()
    await collector.close()
  }
})
