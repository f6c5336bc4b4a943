import { setImmediate as round } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Turns } from './turns'

it('lets what else is due go on between a few turns, in the order they were asked for', async () => {
  const turns = new Turns()
  const done: number[] = []
  const asked = Array.from({ length: 12 }, (_, index) => turns.next().then(() => done.push(index)))
  const seen: number[] = []
  while (done.length < asked.length) {
    await round()
    seen.push(done.length)
  }
  expect(done).toEqual(asked.map((_, index) => index))
  expect(seen.length).toBeGreaterThanOrEqual(3)
  expect(Math.max(...seen.map((count, index) => count - (seen[index - 1] ?? 0)))).toBeLessThanOrEqual(4)
})

it('gives the first one its turn at once, also after a rest', async () => {
  const turns = new Turns()
  for (let index = 0; index < 3; index++) {
    let isDone = false
    void turns.next().then(() => {
      isDone = true
    })
    await round()
    await round()
    expect(isDone).toBe(true)
  }
})
