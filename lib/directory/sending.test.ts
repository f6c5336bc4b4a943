import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChange } from './apply-change'
import { holdUp, placeOf, resumeShare } from './sending'
import { untouched } from './state'

const paused = applyChange(untouched, { do: 'pause' }, 1_000, 'they called')
const resumed = applyChange(paused, { do: 'resume-sending', overMs: 60_000 }, 10_000, 'all good')
const moment = fc.integer({ min: 10_000, max: 100_000 })

describe('a pause', () => {
  it('holds every packet and gives the reason', () => {
    expect(resumeShare(paused, 2_000)).toBe(0)
    expect(holdUp(paused, 'p-1', 2_000)).toEqual({ is: 'paused', words: 'they called' })
  })

  it('keeps its start time when it is requested again', () => {
    const again = applyChange(paused, { do: 'pause' }, 5_000, 'still')
    expect(again.paused).toEqual({ since: 1_000, reason: 'still' })
  })

  it('ends at once if an operator asks for it', () => {
    const atOnce = applyChange(paused, { do: 'resume-sending', overMs: 0 }, 10_000, 'now')
    expect(resumeShare(atOnce, 10_000)).toBe(1)
  })

  it('that ends gradually can be ended at once, but not restarted', () => {
    const hurried = applyChange(resumed, { do: 'resume-sending', overMs: 0 }, 20_000, 'now')
    expect(resumeShare(hurried, 20_000)).toBe(1)
    expect(applyChange(hurried, { do: 'resume-sending', overMs: 60_000 }, 30_000, 'again')).toBe(hurried)
  })
})

describe('after a pause', () => {
  it('a tenth of the packets go at once, half in the middle, all at the end', () => {
    expect(resumeShare(resumed, 10_000)).toBeCloseTo(0.1)
    expect(resumeShare(resumed, 10_000 + 26_667)).toBeCloseTo(0.5)
    expect(resumeShare(resumed, 70_000)).toBe(1)
  })

  it('a packet that may go is not held again', () => {
    fc.assert(
      fc.property(fc.string(), moment, moment, (id, one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)]
        if (holdUp(resumed, id, earlier) === null) expect(holdUp(resumed, id, later)).toBeNull()
      }),
    )
  })

  it('the share of packets that go matches the announced share', () => {
    const ids = Array.from({ length: 4_000 }, (_, index) => `order-${index}`)
    const gone = ids.filter((id) => holdUp(resumed, id, 40_000) === null).length
    expect(gone / ids.length).toBeCloseTo(resumeShare(resumed, 40_000), 1)
  })

  it('a packet that waits gets the remaining time', () => {
    const id = ['a', 'b', 'c', 'd'].find((each) => placeOf(each) > 0.5) ?? ''
    const inMs = expect.toSatisfy((ms: number) => Number.isInteger(ms) && ms > 1_000 && ms < 60_000)
    expect(holdUp(resumed, id, 10_000)).toEqual({ is: 'resuming', percent: 10, inMs })
  })
})
