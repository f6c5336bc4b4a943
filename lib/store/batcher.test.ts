import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Batcher } from './batcher'

function batcher(limits: Partial<ConstructorParameters<typeof Batcher<number, number>>[1]> = {}) {
  const groups: number[][] = []
  const doubled = new Batcher<number, number>(
    async (items) => {
      groups.push(items)
      await pause(5)
      if (items.includes(13)) throw new Error('unlucky')
      return items.map((item) => 2 * item)
    },
    { most: 3, ...limits },
  )
  return { groups, doubled }
}

describe('what comes', () => {
  it('at once goes together, and so does what comes while that is under way', async () => {
    const { groups, doubled } = batcher()
    const answers = await Promise.all([1, 2, 3, 4, 5].map((item) => doubled.add(item)))
    expect(answers).toEqual([2, 4, 6, 8, 10])
    expect(groups).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
  })

  it('gathers until there is room for a group', async () => {
    let hasRoom = false
    const ready = async () => {
      while (!hasRoom) await pause(1)
    }
    const { groups, doubled } = batcher({ ready })
    const answers = Promise.all([1, 2].map((item) => doubled.add(item)))
    await pause(20)
    expect(groups).toEqual([])
    hasRoom = true
    expect(await answers).toEqual([2, 4])
    expect(groups).toEqual([[1, 2]])
  })

  it('does not gather for longer than until the group is full', async () => {
    const { groups, doubled } = batcher({ ready: () => new Promise(() => {}) })
    const first = [1, 2].map((item) => doubled.add(item))
    await pause(20)
    expect(groups).toEqual([])
    expect(await Promise.all([...first, doubled.add(3)])).toEqual([2, 4, 6])
    const more = [4, 5, 6].map((item) => doubled.add(item))
    expect(await Promise.all(more)).toEqual([8, 10, 12])
    expect(groups).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
  })

  it('is grouped by size as well, and goes alone where it is larger than a group may be', async () => {
    const { groups, doubled } = batcher({ mostSize: 10, sizeOf: (item) => item })
    await Promise.all([1, 6, 5, 20, 1].map((item) => doubled.add(item)))
    expect(groups).toEqual([[1, 6], [5], [20], [1]])
  })
})

describe('what fails', () => {
  it('is tried alone, so that one fails for itself', async () => {
    const { doubled } = batcher()
    const ends = await Promise.allSettled([1, 2, 13].map((item) => doubled.add(item)))
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  })

  it('for a reason that holds for all fails all, and those that wait', async () => {
    const { groups, doubled } = batcher({ failsAll: () => true })
    const ends = await Promise.allSettled([13, 1, 2, 3].map((item) => doubled.add(item)))
    expect(ends.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
    expect(groups).toEqual([[13, 1, 2]])
  })
})
