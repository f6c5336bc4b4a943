import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { call } from '@/lib/client/api'
import { ClientError } from '@/lib/client/client-error'
import type { PartName } from '@/scripts/stack/stack'
import { expect, test } from '../support/browser-test'
import { Carriers } from '../support/carriers'
import { mend, type OwnStack, startOwnStack } from '../support/own-stack'
import { Waybill } from '../support/waybill'

let own: OwnStack

test.beforeAll(async () => {
  test.setTimeout(90_000)
  own = await startOwnStack('stack-console-killed')
  await new Carriers(own.stack.addresses.carrier).behave({ '*': 'silent' })
})

test.afterAll(() => own.stack.stop())

const by = { who: 'Ada', reason: 'the customer waits' }

function origin() {
  return { origin: own.stack.addresses.web }
}

/** Submits a packet that RouteA accepts but never confirms. */
async function underWay(): Promise<string> {
  const waybill = new Waybill(own.stack.addresses.web)
  const { id } = await waybill.submit({ receiptTimeoutMs: 600_000 })
  await waybill.accepted(id)
  return id
}

/** The code of a refusal; null when the action took effect. */
async function failOver(id: string, key: string): Promise<string | null> {
  try {
    await call('POST /api/packets/{id}/actions/fail-over', {
      params: { id },
      headers: { 'Idempotency-Key': key },
      body: { attempt: 1, ...by },
      ...origin(),
    })
    return null
  } catch (error) {
    if (error instanceof ClientError) return error.code
    throw error
  }
}

async function auditOf(subject: string) {
  const { items } = await call('GET /api/audit', { query: { subject }, ...origin() })
  return items.map(({ action, who, reason, result }) => ({ action, who, reason, result }))
}

test('actions whose worker is killed midway are each done once, and the answers say what is known', async () => {
  test.setTimeout(120_000)
  const ids = await Promise.all(Array.from({ length: 12 }, underWay))
  const keys = new Map(ids.map((id) => [id, randomUUID()]))
  const keyOf = (id: string) => keys.get(id) ?? ''
  const asked = ids.map(async (id, at) => {
    await pause(at * 15)
    return [id, await failOver(id, keyOf(id))] as const
  })
  await pause(100)
  await own.stack.kill('worker')
  const answers = new Map(await Promise.all(asked))
  expect([...answers.values()].filter((code) => !isHonest(code))).toEqual([])
  await mend(own.stack)

  const waybill = new Waybill(own.stack.addresses.web)
  for (const id of ids) {
    await expect.poll(() => failOver(id, keyOf(id))).toBeNull()
    const packet = await waybill.accepted(id, 2)
    expect(packet.actions).toMatchObject([{ do: 'fail-over', ...by, attempt: 1 }])
    expect(packet.attempts).toMatchObject([
      { provider: 'RouteA', outcome: 'ABANDONED', reasonCode: 'FAILED_OVER' },
      { provider: 'RouteB', outcome: 'PENDING' },
    ])
    const [again, ...before] = await auditOf(id)
    expect(again).toEqual({ action: 'packet.fail-over', ...by, result: 'DONE' })
    expect(before.at(-1)?.result).toBe(resultOf(answers.get(id) ?? null))
  }
})

/**
 * Temporal accepts at most ten Updates of one workflow at once and refuses more. These packets may share a workflow.
 */
function isHonest(code: string | null): boolean {
  return code === null || ['OUTCOME_UNKNOWN', 'NO_WORKER', 'TEMPORAL_BUSY'].includes(code)
}

function resultOf(code: string | null): string {
  if (code === null) return 'DONE'
  return code === 'OUTCOME_UNKNOWN' ? 'UNKNOWN' : 'FAILED'
}

test('an action whose web process is killed before its result leaves an entry of unknown outcome', async () => {
  test.setTimeout(90_000)
  const id = await underWay()
  // The worker is not yet known to be missing, so the action waits for it.
  await own.stack.kill('worker')
  const asked = failOver(id, randomUUID())
  await expect.poll(async () => (await auditOf(id)).length).toBe(1)
  await own.stack.kill('web')
  expect(await asked).not.toBeNull()
  await mend(own.stack)
  expect(await auditOf(id)).toEqual([{ action: 'packet.fail-over', ...by, result: 'UNKNOWN' }])
})

test('views, the audit and the numbers of the overview are the same after everything was killed', async () => {
  test.setTimeout(120_000)
  const name = 'To +0166'
  await call('POST /api/views', { body: { name, filter: { destination: '+0166' }, ...by }, ...origin() })
  const waybill = new Waybill(own.stack.addresses.web)
  await new Carriers(own.stack.addresses.carrier).behave({ '*': {} })
  await waybill.closed((await waybill.submit()).id)
  const read = async () => {
    const [views, audit, overview] = await Promise.all([
      call('GET /api/views', origin()),
      call('GET /api/audit', { query: {}, ...origin() }),
      call('GET /api/overview', { query: { window: '24h' }, ...origin() }),
    ])
    const { ended, counts, deliveredByFirst } = overview
    return { views: views.items, audit: audit.items, sums: { ended, counts, deliveredByFirst } }
  }
  await expect.poll(async () => (await read()).sums.ended).toBe(1)
  const before = await read()
  expect(before.views.map((view) => view.name)).toEqual([name])
  expect(before.audit[0]).toMatchObject({ action: 'view.create', ...by, result: 'DONE' })

  const victims: PartName[] = ['web', 'worker', 'temporal', 'postgres']
  for (const victim of victims) await own.stack.kill(victim)
  await mend(own.stack)
  expect(await read()).toEqual(before)
})
