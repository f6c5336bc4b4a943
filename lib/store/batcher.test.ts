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

describe('batching', () => {
  it('groups items that arrive together, and those that arrive while a group is processed', async () => {
    const { groups, doubled } = batcher()
    const answers = await Promise.all([1, 2, 3, 4, 5].map((item) => doubled.add(item)))
    expect(answers).toEqual([2, 4, 6, 8, 10])
    expect(groups).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
  })

  it('gathers items until `ready` resolves', async () => {
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

  it('stops gathering once the group is full', async () => {
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

  it('limits groups by size as well, and processes an oversized item alone', async () => {
    const { groups, doubled } = batcher({ mostSize: 10, sizeOf: (item) => item })
    await Promise.all([1, 6, 5, 20, 1].map((item) => doubled.add(item)))
    expect(groups).toEqual([[1, 6], [5], [20], [1]])
  })
})

describe('after a failure', () => {
  it('tries each item alone, so that one fails by itself', async () => {
    const { doubled } = batcher()
    const ends = await Promise.allSettled([1, 2, 13].map((item) => doubled.add(item)))
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  })

  it('rejects all items, also waiting ones, if the error affects all', async () => {
    const { groups, doubled } = batcher({ failsAll: () => true })
    const ends = await Promise.allSettled([13, 1, 2, 3].map((item) => doubled.add(item)))
    expect(ends.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
    expect(groups).toEqual([[13, 1, 2]])
  })
})
