import { describe, expect, it } from 'vitest'
import { planReceipts, seededDraw } from './decision'
import { originalProfile, type Profile, presets } from './profile'

const facts = { at: 1_000_000, deadline: 1_010_000 }

function planMany(profile: Profile, count: number, seed = 'odds') {
  const draw = seededDraw(seed)
  return Array.from({ length: count }, (_, index) =>
    planReceipts(profile, facts, (what) => draw('RouteA', `p-${index}`, 1, what)),
  )
}

function share<T>(all: T[], holds: (one: T) => boolean): number {
  return all.filter(holds).length / all.length
}

describe('the odds of a profile', () => {
  it('confirm nine in ten, 0 to 14 s later, two sevenths of them after the deadline, by default', () => {
    const plans = planMany(originalProfile, 20_000)
    expect(share(plans, (plan) => plan.length === 1)).toBeCloseTo(0.9, 2)
    const delays = plans.flat().map(({ dueAt }) => dueAt - facts.at)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...delays)).toBeLessThanOrEqual(14_000)
    expect(share(delays, (delay) => delay > 10_000)).toBeCloseTo(4 / 14, 1)
    expect(delays.reduce((sum, delay) => sum + delay, 0) / delays.length).toBeCloseTo(7_000, -2.5)
    expect(plans.flat().every(({ delivered, forged, garbled }) => delivered && !forged && !garbled)).toBe(
      true,
    )
  })

  it('hold for every fault, independently of the others', () => {
    const plans = planMany(
      {
        ...originalProfile,
        receiptChance: 1,
        refuseChance: 0.2,
        duplicateChance: 0.3,
        lateChance: 0.4,
        wrongSignatureChance: 0.25,
        garbledChance: 0.15,
      },
      20_000,
    )
    const firsts = plans.flatMap((plan) => plan.slice(0, 1))
    expect(share(firsts, ({ delivered }) => !delivered)).toBeCloseTo(0.2, 1)
    expect(share(firsts, ({ dueAt }) => dueAt === facts.deadline + 2_000)).toBeCloseTo(0.4, 1)
    expect(share(firsts, ({ forged }) => forged)).toBeCloseTo(0.25, 1)
    expect(share(firsts, ({ garbled }) => garbled)).toBeCloseTo(0.15, 1)
    expect(share(plans, (plan) => plan.length === 2)).toBeCloseTo(0.3, 1)
    expect(share(firsts, ({ forged, delivered }) => forged && !delivered)).toBeCloseTo(0.05, 1)
  })

  it('repeat with the same seed in any order, and differ with another seed', () => {
    const draw = seededDraw('one')
    const plan = (index: number) =>
      planReceipts(originalProfile, facts, (what) => draw('RouteA', `p-${index}`, 1, what))
    const forwards = [0, 1, 2, 3, 4, 5].map(plan)
    const backwards = [5, 4, 3, 2, 1, 0].map(plan).reverse()
    expect(backwards).toEqual(forwards)
    expect(planMany(originalProfile, 50, 'one')).toEqual(planMany(originalProfile, 50, 'one'))
    expect(planMany(originalProfile, 50, 'one')).not.toEqual(planMany(originalProfile, 50, 'two'))
  })
})

describe('a plan', () => {
  const first = (profile: Profile) => planMany(profile, 1)[0]

  it('has no receipt when the hand-over is not taken, or when the carrier is silent', () => {
    expect(first({ ...presets.healthy, answerStatus: 429 })).toEqual([])
    expect(first(presets.silent)).toEqual([])
  })

  it('gives the reason of a refusal', () => {
    expect(first(presets.refusing)).toMatchObject([{ delivered: false, reason: 'blocked number' }])
  })

  it('sends the second receipt after the first, with the same content', () => {
    const [one, two] = first(presets.duplicating) ?? []
    expect(two).toEqual({ ...one, number: 2, dueAt: (one?.dueAt ?? 0) + 500 })
  })

  it('counts lateness from now if the deadline has already passed', () => {
    const [receipt] = planReceipts(presets.late, { at: 5_000, deadline: 1_000 }, () => 0.5)
    expect(receipt?.dueAt).toBe(7_000)
  })
})
