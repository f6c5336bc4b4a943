import { describe, expect, it } from 'vitest'
import { cancelSignal, receiptsSignal } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { deliver } from '../test-support/deliver'
import { type Script, ScriptedCarrier } from '../test-support/scripted-carrier'
import { type Started, startSkipping } from '../test-support/skipping-client'
import { createWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()

async function canceled(act: (started: Started) => Promise<unknown>): Promise<Packet> {
  const script: Script = { providers: { A: { do: 'stay silent' } }, settlingMs: 1 }
  return (await deliver(server.environment, script, {}, act)).packet
}

describe('canceling', () => {
  it('ends the packet at once while the receipt is awaited', async () => {
    const packet = await canceled((started) =>
      started.handle.signal(cancelSignal, { reason: 'wrong number' }),
    )
    expect(packet).toMatchObject({ status: 'CANCELED' })
    expect(packet.reason).toBe('A was no longer waited for, canceled: wrong number.')
  })

  it("also works by Temporal's own means", async () => {
    const packet = await canceled((started) => started.handle.cancel())
    expect(packet).toMatchObject({ status: 'CANCELED' })
  })
})

describe('what another Temporal client sends', () => {
  it('is normalized as by the API: addresses trimmed and composed, reasons cleaned', async () => {
    const script: Script = { providers: { A: { do: 'stay silent' } }, settlingMs: 1 }
    const addresses = { source: '\u200bCafe\u0301\u00a0', destination: ' +0166\u200f' }
    const { packet } = await deliver(server.environment, script, addresses, async ({ handle, packetId }) => {
      const receipt = {
        packetId,
        attempt: 1,
        receivedAt: Date.now(),
        delivered: false,
        reason: '\u202eblocked\u0000\n',
      }
      await handle.signal(receiptsSignal, [receipt])
    })
    expect(packet).toMatchObject({ source: 'Café', destination: '+0166' })
    expect(packet.reason).toMatch(/^A refused: blocked, /)
  })

  it('is refused for invisible characters inside an address, which are named', async () => {
    const script: Script = { providers: { A: { do: 'confirm' } } }
    const failed = deliver(server.environment, script, { destination: '+01\u200b66' })
    await expect(failed).rejects.toMatchObject({
      cause: { message: expect.stringContaining('"destination". It has an invisible character, U+200B') },
    })
  })
})

describe('a signal that makes no sense', () => {
  const receipt = { attempt: 1, receivedAt: 1, delivered: true, reason: null }

  it.each([
    [receiptsSignal, []],
    [receiptsSignal, [null]],
    [receiptsSignal, ['delivered']],
    [receiptsSignal, [[null, 'delivered']]],
    [receiptsSignal, [[{ ...receipt, packetId: 'of another one' }]]],
    [receiptsSignal, [receipt]],
    [receiptsSignal, [[{ ...receipt, attempt: 'first' }]]],
    [receiptsSignal, [[{ ...receipt, receivedAt: null }]]],
    [receiptsSignal, [[{ ...receipt, receivedAt: Number.MAX_SAFE_INTEGER }]]],
    [receiptsSignal, [[{ ...receipt, delivered: 1 }]]],
    [receiptsSignal, [[{ ...receipt, reason: { text: 'x' } }]]],
    [receiptsSignal, [[{ ...receipt, attempt: 7 }]]],
    ['nothing that is known', [1]],
  ])('%s with %j is ignored', async (name, args) => {
    const script: Script = { providers: { A: { do: 'stay silent' }, B: { do: 'confirm' } }, settlingMs: 1 }
    const { packet } = await deliver(server.environment, script, {}, (started) =>
      started.handle.signal(name, ...args),
    )
    expect(packet).toMatchObject({ status: 'DELIVERED', failedRouteProviders: ['A'] })
  })

  it.each([
    [[]],
    [[null]],
    [['now']],
    [[{ reason: 7 }]],
    [[{ reason: ' ' }]],
    [[{ reason: 'x'.repeat(501) }]],
  ])("cancel with %j cancels, without an operator's reason", async (args) => {
    const packet = await canceled((started) => started.handle.signal(cancelSignal, ...args))
    expect(packet.reason).toBe('A was no longer waited for, canceled in Temporal.')
  })
})

describe('a request that can never work', () => {
  it.each(['', 'a b', 'a/b', 'ü', '..', 'x'.repeat(129)])(
    'as the packet id "%s" ends the workflow',
    async (id) => {
      const carrier = new ScriptedCarrier(
        server.environment,
        { providers: { A: { do: 'confirm' } } },
        async () => {},
      )
      const worker = await createWorker(server.environment, carrier.activities)
      const request = { source: 'a', destination: 'b', contents: '' }
      const run = worker.runUntil(async () => (await startSkipping(server.environment, request, id)).result())
      await expect(run).rejects.toMatchObject({ cause: { message: expect.stringContaining('1 to 128') } })
    },
  )

  it('ends the workflow with a reason and the invalid field, instead of being retried for ever', async () => {
    const run = deliver(server.environment, { providers: {} }, { source: '' })
    await expect(run).rejects.toMatchObject({
      cause: {
        message: expect.stringContaining('"source"'),
        stack: expect.stringContaining('worker/workflows/request.ts:'),
      },
    })
  })
})
