import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runInFlight, withInFlight } from './in-flight'

/** Counts how many run, and how many ran at once at most. */
function counting() {
  const counted = { now: 0, most: 0, ended: 0 }
  const task = async () => {
    counted.now += 1
    counted.most = Math.max(counted.most, counted.now)
    await turn()
    counted.now -= 1
    counted.ended += 1
  }
  return { counted, task }
}

test('runs every task once, so many at a time', async () => {
  const { counted, task } = counting()
  const indexes: number[] = []
  await runInFlight(25, 4, (index) => {
    indexes.push(index)
    return task()
  })
  expect(counted).toEqual({ now: 0, most: 4, ended: 25 })
  expect(indexes).toEqual(Array.from({ length: 25 }, (_, index) => index))
})

test('a failure ends the run', async () => {
  const failing = runInFlight(10, 2, async (index) => {
    if (index === 3) throw new Error('the third')
  })
  await expect(failing).rejects.toThrow('the third')
})

test('keeps the load on while it measures, and lets it run out', async () => {
  const { counted, task } = counting()
  const most = await withInFlight(5, task, async () => {
    for (let turns = 0; turns < 20; turns++) await turn()
    expect(counted.now).toBe(5)
    return counted.most
  })
  expect(most).toBe(5)
  expect(counted.now).toBe(0)
})

test('a load that fails fails the measurement', async () => {
  const load = async () => {
    throw new Error('no load')
  }
  await expect(withInFlight(2, load, turn)).rejects.toThrow('no load')
})
