/** Temporal's meter, which records nothing during a replay. */
import { metricMeter } from '@temporalio/workflow'
import type { workflowsStarted } from '@/lib/contract/workflow-metrics'

type Metric = typeof workflowsStarted
type Labels = Record<string, string>

export function countOne({ name, help }: Metric, labels: Labels = {}): void {
  metricMeter.createCounter(name, undefined, help).add(1, labels)
}

export function observe({ name, help }: Metric, ms: number, labels: Labels): void {
  metricMeter.createHistogram(name, 'float', undefined, help).record(Math.max(0, ms) / 1000, labels)
}
