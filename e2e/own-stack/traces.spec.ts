// Real processes, a collector, and Prometheus's way of asking: what leaves them for those who watch.
import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { apiPaths } from '@/lib/contract/paths'
import { freePorts } from '@/scripts/stack/addresses'
import { waitUntil } from '@/scripts/stack/wait-until'
import { startOwnStack } from '../support/own-stack'
import { type CollectedSpan, collectTraces } from '../support/trace-collector'
import { Waybill } from '../support/waybill'

const LIMIT_MS = 20_000

test('one trace leads from the request through Temporal to the carrier, and back to the receipt', async () => {
  test.setTimeout(180_000)
  const collector = await collectTraces()
  const [metrics = 0] = await freePorts(1)
  const { stack } = await startOwnStack('stack-traces', {
    CARRIER_PROFILES: 'healthy',
    ERROR_CHANCE: '0',
    METRICS_PORT: String(metrics),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '200',
  })
  try {
    const traceId = randomBytes(16).toString('hex')
    const answer = await fetch(`${stack.addresses.web}${apiPaths.packets}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
      },
      body: JSON.stringify({ id: 'traced', source: '+1', destination: '+2', text: 'for no trace' }),
    })
    expect(answer.status).toBe(202)
    await new Waybill(stack.addresses.web).ended('traced')
    const named = (name: string) =>
      collector.spans.find((span) => span.traceId === traceId && span.name === name)
    await waitUntil(async () => named('receipt') && named('RunActivity:handOver'), { limitMs: LIMIT_MS })

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
    const web = await (await fetch(`${stack.addresses.web}/metrics`)).text()
    expect(web).toMatch(/^waybill_packets_accepted_total 1$/m)
    expect(web).toMatch(/^waybill_receipts_total\{provider="RouteA",result="recorded"\} 1$/m)
    expect(web).toMatch(/^waybill_workers 1$/m)
  } finally {
    await stack.stop()
    await collector.close()
  }
})
