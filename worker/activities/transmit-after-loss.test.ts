import { afterEach, describe, expect, it } from 'vitest'
import { closedPort, provider, stopProvider, transmit } from '../test-support/transmit-to'

afterEach(stopProvider)

describe('after a worker was lost during the hand-over', () => {
  const unreachable = { kind: 'unreachable', mayHaveArrived: true }

  it('a provider that cannot be reached now may have the packet all the same', async () => {
    const nobody = await closedPort()
    const { url } = await provider([202])
    expect((await transmit(nobody, {}, url, 2)).answer).toMatchObject(unreachable)
  })

  it('but not where Temporal repeats only what was never sent', async () => {
    const nobody = await closedPort()
    const { url } = await provider([202])
    const { answer } = await transmit(nobody, { repeatsUnsentOnly: true }, url, 2)
    expect(answer).toMatchObject({ kind: 'unreachable', mayHaveArrived: false })
  })

  it('so may one that rejects it now', async () => {
    const { url } = await provider([409])
    expect((await transmit(url, {}, url, 2)).answer).toMatchObject({ kind: 'rejected', mayHaveArrived: true })
  })

  it('so may one that answers 503 now, or that was taken out of the file meanwhile', async () => {
    const { url } = await provider([503])
    expect((await transmit(url, {}, url, 2)).answer).toMatchObject(unreachable)
    expect((await transmit(url, { provider: 'RouteZ' }, url, 2)).answer).toMatchObject(unreachable)
    expect((await transmit(url, { provider: 'RouteZ' })).answer).toMatchObject({ mayHaveArrived: false })
  })
})
