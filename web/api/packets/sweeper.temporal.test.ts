/** Packets and receipts whose process dies between storing them and telling Temporal, or whose workflow ends. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { workflowIdOf } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { usualPrecedence } from '@/lib/packet/precedence'
import { findUntoldCancels, noteCancel } from '@/lib/store/ownership'
import { insertPackets, type NewPacket } from '@/lib/store/packets'
import { addRecurrence, findUntoldRecurrences } from '@/lib/store/recurrences'
import { apiUnderTest } from '../test-support/api-under-test'
import { postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { packetWhen, someone, submit } from '../test-support/packets'

const atOnce = 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=1'
const api = apiUnderTest({ dynamicConfig: [atOnce] })

const isAccepted = ({ attempts }: Packet) => attempts[0]?.handOver.state === 'ACCEPTED'

/** A packet as stored by a web process that dies right after. */
function stored(owner?: string): NewPacket {
  const id = randomUUID()
  return {
    ...someone,
    id,
    contents: Buffer.from('Hello'),
    contentType: 'text/plain; charset=utf-8',
    maxAttempts: 4,
    receiptTimeoutMs: 600_000,
    expiresAt: null,
    deliverAt: null,
    quietUntil: null,
    batch: null,
    ...usualPrecedence,
    notifyUrl: null,
    repeats: null,
    keyHash: null,
    fingerprint: null,
    createdAt: Date.now(),
    owner: owner ?? workflowIdOf(id),
  }
}

async function confirm(id: string): Promise<Packet> {
  const { token } = await api.carrier.handOver(id)
  expect((await sendReceipt({ token, delivered: true }, api.secrets.RouteA)).status).toBe(200)
  return packetWhen(id, ({ status }) => status === 'DELIVERED')
}

function handOversOf(id: string): number {
  return api.carrier.handOvers.filter(({ packetId }) => packetId === id).length
}

test('packets that were stored and not started are started, one alone and several together', async () => {
  const alone = stored()
  const group = [stored('packets-together'), stored('packets-together')]
  await insertPackets(api.store.db, [alone, ...group])
  for (const { id, owner } of [alone, ...group]) {
    expect(await confirm(id)).toMatchObject({ workflowId: owner, deliveredBy: 'RouteA' })
  }
})

test('packets whose workflow was terminated go on in another one, without a second hand-over', async () => {
  const { id } = await submit()
  const { workflowId } = await packetWhen(id, isAccepted)
  await api.temporal.client.workflow.getHandle(workflowId).terminate('by hand')
  await packetWhen(id, (packet) => packet.workflowId !== workflowId && packet.runId !== null)
  expect(await confirm(id)).toMatchObject({ deliveredBy: 'RouteA', failedRouteProviders: [] })
  expect(handOversOf(id)).toBe(1)
})

test('nothing waits behind one item that Temporal refuses each time', async () => {
  const timing = { cron: '0 0 L * *', timeZone: 'UTC' }
  const id = `a-${randomUUID()}`
  await addRecurrence(api.store.db, {
    id,
    name: 'Refused',
    submission: { ...someone, text: 'x' },
    timing,
    at: Date.now(),
  })
  const { id: packetId } = await submit()
  const { workflowId } = await packetWhen(packetId, isAccepted)
  await api.temporal.client.workflow.getHandle(workflowId).terminate('by hand')
  await packetWhen(packetId, (packet) => packet.workflowId !== workflowId && packet.runId !== null)
  expect(await confirm(packetId)).toMatchObject({ deliveredBy: 'RouteA' })
  expect((await findUntoldRecurrences(api.store.db, 10)).map((row) => row.id)).toContain(id)
})

test('a receipt whose packet has lost its workflow is stored, and told to the next one', async () => {
  const { id } = await submit()
  const { workflowId } = await packetWhen(id, isAccepted)
  await api.stopWorker()
  await api.temporal.client.workflow.getHandle(workflowId).terminate('by hand')
  const { token } = await api.carrier.handOver(id)
  const receipt = await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
  expect(await receipt.json()).toMatchObject({ result: 'recorded' })
  await api.startWorker()
  expect(await packetWhen(id, ({ status }) => status === 'DELIVERED')).toMatchObject({
    deliveredBy: 'RouteA',
    failedRouteProviders: [],
  })
  expect(handOversOf(id)).toBe(1)
})

test('packets of a workflow that is stuck go on in workflows of their own', async () => {
  const owner = `packets-${randomUUID()}`
  const group = [stored(owner), stored(owner), stored(owner)]
  await insertPackets(api.store.db, group)
  for (const { id } of group) await packetWhen(id, isAccepted)
  await api.stopWorker()
  await api.startWorker('test-support/changed-workflows')
  // The changed workflow cannot replay the history of the old one, but a workflow that begins with it works.
  expect(await confirm(group[0]?.id ?? '')).toMatchObject({ stuck: null, failedRouteProviders: [] })
  for (const { id } of group.slice(1)) expect(await confirm(id)).toMatchObject({ failedRouteProviders: [] })
  const moved = await Promise.all(
    group.map(({ id }) => packetWhen(id, ({ workflowId }) => workflowId !== owner)),
  )
  expect(new Set(moved.map(({ workflowId }) => workflowId)).size).toBe(3)
  expect(group.map(({ id }) => handOversOf(id))).toEqual([1, 1, 1])
})

describe('a cancellation', () => {
  const cancel = (id: string, reason: string) => postJson(`/api/packets/${id}/actions/cancel`, { reason })
  const hasEnded = ({ status }: Packet) => status !== 'ROUTING' && status !== 'TRANSMITTING'

  async function accepted(): Promise<Packet> {
    const { id } = await submit()
    return packetWhen(id, isAccepted)
  }

  test('survives the end of the workflow that it was told to', async () => {
    const { id, workflowId } = await accepted()
    await api.stopWorker()
    expect((await cancel(id, 'wrong number')).status).toBe(202)
    await eventually(
      () => findUntoldCancels(api.store.db, 10),
      ({ length }) => length === 0,
    )
    await api.temporal.client.workflow.getHandle(workflowId).terminate('by hand')
    await api.startWorker()
    const packet = await packetWhen(id, hasEnded)
    expect(packet).toMatchObject({ status: 'CANCELED', reason: expect.stringContaining('wrong number') })
    expect(packet.workflowId).not.toBe(workflowId)
    expect(handOversOf(id)).toBe(1)
  })

  test('is noted for the next workflow if the packet has lost its own', async () => {
    const { id, workflowId } = await accepted()
    await api.stopWorker()
    await api.temporal.client.workflow.getHandle(workflowId).terminate('by hand')
    expect((await cancel(id, 'wrong number')).status).toBe(202)
    expect(await findUntoldCancels(api.store.db, 10)).toMatchObject([{ id, owner: workflowId }])
    await api.startWorker()
    expect(await packetWhen(id, hasEnded)).toMatchObject({ status: 'CANCELED' })
  })

  test('that a web process stored but did not signal before it died is signalled by a worker', async () => {
    const { id, workflowId } = await accepted()
    await noteCancel(api.store.db, id, { at: Date.now(), by: { who: null, reason: 'wrong number' } })
    expect(await packetWhen(id, hasEnded)).toMatchObject({ status: 'CANCELED', workflowId })
  })

  test('counts with its first reason, however often it is repeated; one with another reason is refused', async () => {
    const { id } = await accepted()
    await api.stopWorker()
    const answers = [
      await cancel(id, 'wrong number'),
      await cancel(id, 'wrong number'),
      await cancel(id, 'too late'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 409])
    await api.startWorker()
    expect((await packetWhen(id, hasEnded)).reason).toContain('wrong number')
    expect((await cancel(id, 'again')).status).toBe(409)
  })

  test('is overtaken by a confirmation that comes before it takes effect', async () => {
    const { id } = await accepted()
    await api.stopWorker()
    expect((await cancel(id, 'wrong number')).status).toBe(202)
    const { token } = await api.carrier.handOver(id)
    expect((await sendReceipt({ token, delivered: true }, api.secrets.RouteA)).status).toBe(200)
    await api.startWorker()
    expect(await packetWhen(id, ({ status }) => status === 'DELIVERED')).toMatchObject({
      deliveredBy: 'RouteA',
    })
  })
})
