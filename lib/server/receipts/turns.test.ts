import { setImmediate as round } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Turns } from './turns'

it('gives turns in order, a few at a time, and lets other work run in between', async () => {
  const turns = new Turns()
  const done: number[] = []
  const asked = Array.from({ length: 12 }, (_, index) => turns.next({}).then(() => done.push(index)))
  const seen: number[] = []
  while (done.length < asked.length) {
    await round()
    seen.push(done.length)
  }
  expect(done).toEqual(asked.map((_, index) => index))
  expect(seen.length).toBeGreaterThanOrEqual(3)
  expect(Math.max(...seen.map((count, index) => count - (seen[index - 1] ?? 0)))).toBeLessThanOrEqual(4)
})

it('gives the first receipt its turn at once, also after an idle time', async () => {
  const turns = new Turns()
  for (let index = 0; index < 3; index++) {
    let isDone = false
    void turns.next({}).then(() => {
      isDone = true
    })
    await round()
    await round()
    expect(isDone).toBe(true)
  }
})

it('prefers connections whose last receipt was genuine, and puts those whose last one was refused last', async () => {
  const turns = new Turns()
  const [forger, carrier, stranger] = [{}, {}, {}]
  turns.note(forger, 'refused')
  turns.note(carrier, 'genuine')
  const done: string[] = []
  const ask = (name: string, connection: object) => turns.next(connection).then(() => done.push(name))
  const forged = Array.from({ length: 20 }, () => ask('forged', forger))
  await Promise.all([...forged, ask('stranger', stranger), ask('carrier', carrier)])
  expect(done.slice(0, 2)).toEqual(['carrier', 'stranger'])
  expect(done).toHaveLength(22)
})

it('forgets a refusal once the connection brings a genuine receipt', async () => {
  const turns = new Turns()
  const [carrier, stranger] = [{}, {}]
  turns.note(carrier, 'refused')
  turns.note(carrier, 'genuine')
  const done: string[] = []
  await Promise.all([
    turns.next(stranger).then(() => done.push('stranger')),
    turns.next(carrier).then(() => done.push('carrier')),
  ])
  expect(done).toEqual(['carrier', 'stranger'])
})
