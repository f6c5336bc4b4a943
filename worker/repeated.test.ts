import { expect, it } from 'vitest'
import { Repeated } from './repeated'

/** Fails at the given runs, and stops after the last one. */
class Counted extends Repeated {
  times = 0

  constructor(
    private readonly last: number,
    private readonly failsAt: readonly number[],
    tell: (error: unknown) => void,
  ) {
    super(1, tell)
  }

  protected override async once(): Promise<void> {
    this.times += 1
    if (this.times === this.last) this.stop()
    if (this.failsAt.includes(this.times)) throw new Error(`time ${this.times}`)
  }
}

it('goes on until it is stopped', async () => {
  const counted = new Counted(5, [], () => undefined)
  await counted.run()
  expect(counted.times).toBe(5)
})

it('reports a failure once until a run has succeeded again', async () => {
  const told: unknown[] = []
  const counted = new Counted(8, [2, 3, 4, 6], (error) => told.push(error))
  await counted.run()
  expect(told).toEqual([new Error('time 2'), new Error('time 6')])
})

it('does nothing when it was stopped before it ran', async () => {
  const counted = new Counted(1, [], () => undefined)
  counted.stop()
  await counted.run()
  expect(counted.times).toBe(0)
})
