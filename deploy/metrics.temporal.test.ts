/**
 * Checks the dashboard and the alerts against the metrics that the processes export, and their queries by Prometheus's
 * own grammar.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parser } from '@prometheus-io/lezer-promql'
import { execaSync } from 'execa'
import { pino } from 'pino'
import type { Registry } from 'prom-client'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { counted } from '@/lib/server/metrics/counted'
import { renderMetrics } from '@/lib/server/metrics/scrape'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { simulatorMetrics } from '@/simulator/metrics'
import { Simulation } from '@/simulator/simulation'
import { createMetrics, freePort, libraryMetrics, measureDirectory } from '@/worker/metrics'
import { deliver } from '@/worker/test-support/deliver'
import { startTemporal } from '@/worker/test-support/temporal'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const rule = z.strictObject({
  alert: z.string().regex(/^Waybill[A-Z]\w+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[smh]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string().max(200) }),
})
const alerts = z
  .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
  .parse(parse(read('deploy/prometheus/alerts.yml')))
  .groups.flatMap(({ rules }) => rules)

const panel = z.looseObject({
  title: z.string(),
  targets: z.array(z.looseObject({ expr: z.string(), legendFormat: z.string() })).default([]),
})
const panels = z
  .object({ panels: z.array(panel) })
  .parse(JSON.parse(read('deploy/grafana/waybill.json'))).panels

const queries = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => [`panel "${title}"`, expr.replaceAll('$__rate_interval', '5m')] as const),
  ),
]

/** The labels of each exported series. */
const exported = new Map<string, ReadonlySet<string>>()

/** The labels that Prometheus itself adds to each series. */
const given = ['job', 'instance']

const metric = z.object({
  name: z.string(),
  type: z.string(),
  labelNames: z.array(z.string()),
})

function addRegistry(registry: Registry): void {
  for (const each of registry.getMetricsAsArray()) {
    const { name, type, labelNames } = metric.parse(each)
    const series = type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name]
    for (const one of series) exported.set(one, new Set([...labelNames, ...given, 'le']))
  }
}

function addText(text: string): void {
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? /gm)) {
    const names = Array.from(labels.matchAll(/(\w+)="/g), ([, label = '']) => label)
    exported.set(name, new Set([...(exported.get(name) ?? given), ...names]))
  }
}

beforeAll(async () => {
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
  await renderMetrics()
  addRegistry(counted().registry)
  const log = pino({ level: 'silent' })
  const worker = createMetrics(log)
  measureDirectory(worker, { ageMs: () => 0 })
  addRegistry(worker.registry)
  const nobody = { providers: [], assignment: {}, errorChance: 0, seed: 's', journalPath: join(root, 'none') }
  addRegistry(simulatorMetrics(new Simulation(nobody, log)))
  const port = await freePort()
  const environment = await startTemporal([], libraryMetrics(port))
  const silent = { do: 'stay silent' } as const
  await deliver(environment, { providers: { A: silent, B: { do: 'confirm' } }, intakeOutages: 1 })
  addText(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text())
  await environment.teardown()
})

interface Used {
  isWhole: boolean
  /** The selected series with the labels that they are selected by. */
  series: { name: string; labels: string[] }[]
  /** The labels by which the query groups. */
  grouped: string[]
}

function usedIn(query: string): Used {
  const used: Used = { isWhole: true, series: [], grouped: [] }
  parser.parse(query).iterate({
    enter({ type, from, to, node }) {
      const text = query.slice(from, to)
      if (type.isError) used.isWhole = false
      if (type.name === 'VectorSelector') {
        const name = node.getChild('Identifier')
        used.series.push({ name: name === null ? '' : query.slice(name.from, name.to), labels: [] })
      }
      if (type.name !== 'LabelName') return
      if (node.parent?.name === 'GroupingLabels') used.grouped.push(text)
      else used.series.at(-1)?.labels.push(text)
    },
  })
  return used
}

test.each(queries)('%s is a valid Prometheus query', (_, query) => {
  expect(usedIn(query).isWhole).toBe(true)
})

test('invalid queries are detected', () => {
  expect(usedIn('sum(rate(waybill_receipts_total[5m])').isWhole).toBe(false)
  expect(usedIn('waybill_receipts_total{result=recorded}').isWhole).toBe(false)
})

test.each(queries)('%s selects exported series, by labels that they have', (_, query) => {
  const { series, grouped } = usedIn(query)
  expect(series.length).toBeGreaterThan(0)
  const known = series.map(({ name }) => exported.get(name))
  expect(series.filter((_series, index) => known[index] === undefined)).toEqual([])
  for (const [index, { labels }] of series.entries())
    expect(labels.filter((label) => !known[index]?.has(label))).toEqual([])
  const all = new Set(known.flatMap((labels) => [...(labels ?? [])]))
  expect(grouped.filter((label) => !all.has(label))).toEqual([])
})

test('legends use only labels that their query keeps', () => {
  for (const { title, targets } of panels) {
    for (const { expr, legendFormat } of targets) {
      const { series, grouped } = usedIn(expr.replaceAll('$__rate_interval', '5m'))
      const left = grouped.length > 0 ? new Set(grouped) : exported.get(series[0]?.name ?? '')
      const shown = Array.from(legendFormat.matchAll(/\{\{(\w+)\}\}/g), ([, label = '']) => label)
      expect(
        shown.filter((label) => !left?.has(label)),
        title,
      ).toEqual([])
    }
  }
})

test('each alert, and each metric of ours, is explained in the run book', () => {
  const runBook = read('docs/operations.md')
  for (const { alert } of alerts) expect(runBook).toContain(`\`${alert}\``)
  const ours = [...exported.keys()].filter((name) => name.startsWith('waybill_'))
  const names = new Set(ours.map((name) => name.replace(/_(bucket|sum|count)$/, '')))
  expect(names.size).toBeGreaterThan(30)
  expect([...names].filter((name) => !runBook.includes(`\`${name}\``))).toEqual([])
})

test('no label has values that grow without a bound', () => {
  const ids = /packet|attempt$|workflow_?id|run_?id|address|source|destination|remote/i
  for (const [name, labels] of exported) {
    if (name.startsWith('waybill_'))
      expect(
        [...labels].filter((label) => ids.test(label)),
        name,
      ).toEqual([])
  }
})

const promtool = execaSync('promtool', ['--version'], { reject: false })

test.skipIf(promtool.failed)('promtool accepts the rules', () => {
  execaSync('promtool', ['check', 'rules', join(root, 'deploy/prometheus/alerts.yml')])
})

if (promtool.failed)
  process.stdout.write('promtool is not installed here, so the rules were not checked by it.\n')
