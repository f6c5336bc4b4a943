import { describe, expect, test } from 'vitest'
import { EventReader } from '@/lib/server/test-support/event-reader'
import { Audience } from './audience'
import { completeUpdate, encodeEvent, type Update } from './update'
import { Viewer } from './viewer'

function open(): { viewer: Viewer; reader: EventReader; closings: Viewer[] } {
  const closings: Viewer[] = []
  const viewer = new Viewer((closed) => closings.push(closed))
  return { viewer, reader: new EventReader(new Response(viewer.stream)), closings }
}

const count = (n: number) => completeUpdate('counts', { n })

describe('a viewer', () => {
  test('gets every update while it keeps up', async () => {
    const { viewer, reader } = open()
    for (let n = 1; n <= 10; n++) {
      viewer.send(count(n))
      expect(await reader.next('counts')).toEqual({ n })
    }
  })

  test('that is slow skips updates and gets the newest one of each kind', async () => {
    const { viewer, reader } = open()
    for (let n = 1; n <= 1000; n++) {
      viewer.send(count(n))
      viewer.send(completeUpdate('health', { n }))
    }
    await reader.next('counts', ({ n }: { n: number }) => n === 1000)
    expect(reader.text).toContain('event: health\ndata: {"n":1000}')
    expect(reader.text.match(/event:/g)?.length).toBeLessThan(10)
  })

  test('that missed a change gets the whole state instead', async () => {
    const { viewer, reader } = open()
    let rows: number[] = []
    const add = (row: number): Update => {
      rows = [...rows, row]
      return { event: 'list', bytes: encodeEvent('list', [row]), whole: () => encodeEvent('list', rows) }
    }
    for (let row = 1; row <= 50; row++) viewer.send(add(row))
    const whole = await reader.next<number[]>('list', (list) => list.length > 1)
    expect(whole).toEqual(rows)
    viewer.send(add(51))
    expect(await reader.next('list')).toEqual([51])
  })

  test('gets the last update after everything it missed', async () => {
    const { viewer, reader, closings } = open()
    for (let n = 1; n <= 50; n++) viewer.send(count(n))
    viewer.end(completeUpdate('end', {}))
    viewer.send(count(51))
    await reader.next('counts', ({ n }: { n: number }) => n === 50)
    await reader.next('end')
    await reader.closed()
    expect(closings).toEqual([viewer])
    expect(reader.text).not.toContain('51')
  })

  test('that takes nothing for long is disconnected', () => {
    const { viewer, closings } = open()
    for (let n = 1; n <= 10; n++) viewer.send(count(n))
    for (let beats = 0; beats < 5; beats++) viewer.beat()
    expect(closings).toEqual([])
    viewer.beat()
    expect(closings).toEqual([viewer])
    viewer.send(count(11))
    viewer.close()
    expect(closings).toEqual([viewer])
  })

  test('that leaves is reported as closed only once', async () => {
    const { viewer, reader, closings } = open()
    await reader.leave()
    viewer.gone()
    viewer.send(count(1))
    viewer.beat()
    expect(closings).toEqual([viewer])
  })
})

describe('an audience', () => {
  test('tells a new viewer the whole current state', async () => {
    const audience = new Audience()
    const whole = () => encodeEvent('list', 'whole')
    audience.broadcast({ event: 'list', bytes: encodeEvent('list', 'part'), whole })
    const { viewer, reader } = open()
    audience.join(viewer)
    expect(await reader.next('list')).toBe('whole')
  })

  test('is told a state only if it has changed', async () => {
    const audience = new Audience()
    const { viewer, reader } = open()
    audience.join(viewer)
    for (const n of [1, 1, 2, 2, 1]) {
      audience.tell('counts', { n })
      await Promise.resolve()
    }
    for (const n of [1, 2, 1]) expect(await reader.next('counts')).toEqual({ n })
    viewer.close()
    await reader.closed()
    expect(reader.text.match(/event:/g)).toHaveLength(3)
  })

  test('forgets its state when the last viewer leaves, since the state may be outdated by the next one', async () => {
    const audience = new Audience()
    const before = open()
    audience.join(before.viewer)
    audience.tell('counts', { n: 1 })
    audience.leave(before.viewer)
    audience.tell('counts', { n: 2 })
    const { viewer, reader } = open()
    audience.join(viewer)
    audience.tell('counts', { n: 1 })
    expect(await reader.next('counts')).toEqual({ n: 1 })
    expect(reader.text.match(/event:/g)).toHaveLength(1)
  })

  test('ends for present viewers and for those that join later', async () => {
    const audience = new Audience()
    const [early, late] = [open(), open()]
    audience.join(early.viewer)
    audience.broadcast(count(1))
    audience.end(completeUpdate('end', {}))
    audience.join(late.viewer)
    for (const { reader } of [early, late]) {
      await reader.next('counts')
      await reader.next('end')
      await reader.closed()
    }
  })
})

test('an event is one line of data, whatever its text', () => {
  const text = new TextDecoder().decode(encodeEvent('packet', { reason: 'a\nb\r\u2028c' }, 'now'))
  expect(text).toBe('event: packet\nid: now\ndata: {"reason":"a\\nb\\r\u2028c"}\n\n')
})
