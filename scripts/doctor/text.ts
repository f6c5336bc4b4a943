/** The doctor's findings as text, part by part. */
import type { ClockHealth, HealthReport } from '@/lib/contract/health-report'
import type { SelfTest } from '@/lib/contract/self-test'
import { stepName } from '@/lib/contract/self-test-words'
import { formatDuration } from '@/lib/packet/duration'
import type { PartSeen } from './parts'

/** A title, and one line of name and text per row. */
function section(title: string, rows: readonly (readonly [name: string, text: string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return `${title}\n${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join('')}`
}

/** @param test the self-test, or a sentence when it could not be run */
export function selfTestText(test: SelfTest | string): string {
  if (typeof test === 'string') return section('Self-test', [['failed', test]])
  return section('Self-test', [
    ...test.steps.map(({ name, state, ms, detail }) => {
      const took = ms === null ? '' : ` in ${formatDuration(ms)}`
      return [stepName(name, test.trigger), `${state}${took}${detail === null ? '' : `. ${detail}`}`] as const
    }),
    [test.state === 'running' ? 'not ended yet' : test.state, test.sentence],
  ])
}

export function reportText(report: HealthReport): string {
  const { web, streams } = report
  const parts = [
    section('Temporal', temporalRows(report)),
    section('PostgreSQL', storeRows(report)),
    section('Web process', [
      [web.name, `build ${web.build}, since ${web.startedAt}`],
      ['live views', `${streams.viewers} of at most ${streams.most}`],
    ]),
    section('Workers', workerRows(report)),
    section('Queues', queueRows(report)),
    section('Receipt intake', intakeRows(report)),
    section('Clocks, compared with that of the web process', report.clocks.map(clockRow)),
  ]
  return `${parts.join('\n')}\n${findingsText(report)}`
}

type Rows = [string, string][]

function temporalRows({ temporal }: HealthReport): Rows {
  const { address, namespace } = temporal
  if (temporal.is === 'down') return [['down', `${address}, namespace ${namespace}: ${temporal.why}`]]
  const { version, storage, latencyMs } = temporal
  const answers = `answers in ${formatDuration(latencyMs)}`
  return [['up', `${address}, namespace ${namespace}, version ${version} on ${storage}, ${answers}`]]
}

function storeRows({ store }: HealthReport): Rows {
  if (store.is === 'down') return [['down', `${store.address}: ${store.why}`]]
  const { address, version, latencyMs } = store
  return [['up', `${address}, version ${version}, answers in ${formatDuration(latencyMs)}`]]
}

function workerRows({ workers, at }: HealthReport): Rows {
  if (workers.is === 'unknown') return [['not known', workers.why]]
  if (workers.items.length === 0) return [['none', 'has been heard from']]
  return workers.items.map((worker) => {
    const { identity, state, build, heardAt, directoryAgeMs, workflows, activities } = worker
    const heard = formatDuration(Date.parse(at) - Date.parse(heardAt))
    const directory = directoryAgeMs === null ? 'not known' : `${formatDuration(directoryAgeMs)} ago`
    const slots = `slots used ${workflows.used} of ${workflows.used + workflows.free} for workflows, ${activities.used} of ${activities.used + activities.free} for activities`
    const told = `${state}, heartbeat ${heard} ago, directory read ${directory}, ${slots}`
    return [identity, `${told}, build ${build ?? 'not known'}`]
  })
}

function queueRows({ queues }: HealthReport): Rows {
  if (queues.is === 'unknown') return [['not known', queues.why]]
  return queues.items.map(({ name, backlog, oldestMs, workers, isHeld }) => {
    const oldest = oldestMs === null ? '' : `, the oldest for ${formatDuration(oldestMs)}`
    const held = isHeld ? ', stands still: sending is paused' : ''
    return [name, `${backlog} waiting${oldest}, taken by ${workers} worker(s)${held}`]
  })
}

function intakeRows({ intake }: HealthReport): Rows {
  if (intake.is === 'unknown') return [['not known', intake.why]]
  if (intake.items.length === 0) return [['none', 'can take receipts']]
  return intake.items.map(({ name, upSince, heardAt }) => [
    name,
    upSince === null ? `silent since ${heardAt}` : `takes receipts since ${upSince}`,
  ])
}

function clockRow(clock: ClockHealth): [string, string] {
  if (clock.is === 'unknown') return [clock.of, `not known: ${clock.why}`]
  const { of, aheadMs, withinMs, at } = clock
  const offset = `${formatDuration(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead' : 'behind'}`
  const told = Math.abs(aheadMs) > withinMs ? offset : 'no difference'
  return [of, `${told} (±${formatDuration(Math.max(1, withinMs))}, measured ${at})`]
}

function findingsText({ findings }: HealthReport): string {
  if (findings.length === 0) return 'Everything is fine.\n'
  const lines = findings.map(({ severity, what, advice }) => {
    return `${severity === 'wrong' ? 'WRONG' : 'LOOK '}  ${what}\n       ${advice}\n`
  })
  return lines.join('')
}

/** The parts of a Waybill that does not answer, as seen from outside. */
export function partText(parts: readonly PartSeen[]): string {
  const rows = parts.map(({ name, told }) => [name, told] as const)
  const advice = parts.flatMap(({ advice }) => (advice === null ? [] : [`WRONG  ${advice}\n`]))
  return `${section('Parts', rows)}\n${advice.join('')}`
}
