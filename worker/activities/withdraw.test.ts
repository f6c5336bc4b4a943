import { ApplicationFailure } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { contextFor } from '../test-support/activity-context'
import { beginHandOver } from '../test-support/hand-over-under-way'
import { holdingProvider } from '../test-support/holding-provider'
import { createTransmit } from './transmit'

const provider = holdingProvider()

const withdrawn = { answer: { kind: 'unsent', why: 'withdrawn' }, tries: 0 }

describe('a hand-over that waits for its turn', () => {
  it.each([{ maxConcurrent: 1 }, { maxPerSecond: 0.5 }])(
    'is not sent any more when it is withdrawn (%o)',
    async (limits) => {
      const transmit = createTransmit(contextFor(provider.url, limits))
      const first = beginHandOver(transmit, 'p-1')
      const answer = await provider.arrived('p-1')
      const second = beginHandOver(transmit, 'p-2')
      second.withdraw()
      expect(await second.evidence).toMatchObject(withdrawn)
      answer.writeHead(202).end()
      expect((await first.evidence).answer.kind).toBe('accepted')
      expect(provider.seen).toEqual(['p-1'])
    },
  )

  it('gives its turn to the next one', async () => {
    const transmit = createTransmit(contextFor(provider.url, { maxConcurrent: 1 }))
    const first = beginHandOver(transmit, 'p-1')
    const second = beginHandOver(transmit, 'p-2')
    const third = beginHandOver(transmit, 'p-3')
    const answer = await provider.arrived('p-1')
    second.withdraw()
    answer.writeHead(202).end()
    const next = await provider.arrived('p-3')
    next.writeHead(202).end()
    await Promise.all([first.evidence, second.evidence, third.evidence])
    expect(provider.seen).toEqual(['p-1', 'p-3'])
  })

  it('is not sent any more once the packet has expired', async () => {
    const transmit = createTransmit(contextFor(provider.url, { maxConcurrent: 1 }))
    const first = beginHandOver(transmit, 'p-1')
    const answer = await provider.arrived('p-1')
    const second = beginHandOver(transmit, 'p-2', { expiresAt: Date.now() + 200 })
    expect(await second.evidence).toMatchObject({ answer: { kind: 'unsent', why: 'expired' }, tries: 0 })
    answer.writeHead(202).end()
    await first.evidence
    expect(provider.seen).toEqual(['p-1'])
  })

  it('goes back to Temporal when its worker stops, known to be unsent', async () => {
    const transmit = createTransmit(contextFor(provider.url, { maxConcurrent: 1 }))
    const first = beginHandOver(transmit, 'p-1')
    const answer = await provider.arrived('p-1')
    const second = beginHandOver(transmit, 'p-2')
    second.stopWorker()
    await expect(second.evidence).rejects.toMatchObject({ type: 'OverLimit', nonRetryable: false })
    await expect(second.evidence).rejects.toBeInstanceOf(ApplicationFailure)
    answer.writeHead(202).end()
    await first.evidence
  })
})

describe('a hand-over without limits', () => {
  it('is not sent when it is withdrawn or expired before it begins', async () => {
    const transmit = createTransmit(contextFor(provider.url))
    const first = beginHandOver(transmit, 'p-1')
    first.withdraw()
    expect(await first.evidence).toMatchObject(withdrawn)
    const late = beginHandOver(transmit, 'p-2', { expiresAt: Date.now() })
    expect(await late.evidence).toMatchObject({ answer: { kind: 'unsent', why: 'expired' } })
    expect(provider.seen).toEqual([])
  })

  it('is not interrupted once it has left: the answer counts', async () => {
    const { evidence, withdraw } = beginHandOver(createTransmit(contextFor(provider.url)), 'p-1')
    const answer = await provider.arrived('p-1')
    withdraw()
    answer.writeHead(202).end()
    expect(await evidence).toMatchObject({ answer: { kind: 'accepted', status: 202 }, tries: 1 })
  })

  it('is not tried again after it is withdrawn', async () => {
    const { evidence, withdraw } = beginHandOver(createTransmit(contextFor(provider.url)), 'p-1')
    const answer = await provider.arrived('p-1')
    withdraw()
    answer.writeHead(503).end()
    expect(await evidence).toMatchObject({ answer: { kind: 'unreachable', status: 503 }, tries: 1 })
    expect(provider.seen).toEqual(['p-1'])
  })
})
