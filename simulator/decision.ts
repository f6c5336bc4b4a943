/** What a simulated carrier does with one hand-over. It depends on the profile and the draws only. */
import { createHash } from 'node:crypto'
import type { Profile } from './profile'

export interface PlannedReceipt {
  /** Counts the receipts of this hand-over from 1. */
  number: number
  /** Milliseconds since the epoch. */
  dueAt: number
  delivered: boolean
  reason: string | null
  forged: boolean
  garbled: boolean
}

interface HandOverFacts {
  /** `at` is when it arrived, `deadline` by when its receipt is wanted; milliseconds since the epoch. */
  at: number
  deadline: number
}

type DrawAbout = (what: string) => number

/** The status alone says whether a hand-over is taken; receipts follow only if it is. */
export function planReceipts(profile: Profile, facts: HandOverFacts, draw: DrawAbout): PlannedReceipt[] {
  const happens = (what: string, chance: number) => draw(what) < chance
  if (!isTaken(profile.answerStatus) || !happens('receipt', profile.receiptChance)) return []
  const refused = happens('refuse', profile.refuseChance)
  const first: PlannedReceipt = {
    number: 1,
    dueAt: happens('late', profile.lateChance) ? lateTime(profile, facts) : usualTime(profile, facts, draw),
    delivered: !refused,
    reason: refused ? profile.refuseReason : null,
    forged: happens('wrong signature', profile.wrongSignatureChance),
    garbled: happens('garbled', profile.garbledChance),
  }
  if (!happens('duplicate', profile.duplicateChance)) return [first]
  return [first, { ...first, number: 2, dueAt: first.dueAt + profile.duplicateDelayMs }]
}

export function isTaken(status: number): boolean {
  return status >= 200 && status < 300
}

/**
 * Whether the answer is about the packet, so that a retry must get it again. Other answers hold for the moment only.
 */
export function isFinal(status: number): boolean {
  return status < 500 && !forTheMoment.includes(status)
}

const forTheMoment: readonly number[] = [408, 425, 429]

function usualTime(profile: Profile, facts: HandOverFacts, draw: DrawAbout): number {
  const [least, most] = profile.receiptDelayMs
  return facts.at + Math.round(least + draw('receipt delay') * (most - least))
}

function lateTime(profile: Profile, facts: HandOverFacts): number {
  return Math.max(facts.at, facts.deadline) + profile.lateDelayMs
}

/**
 * A number from 0 (included) to 1 (excluded). It depends on the seed and the subject only, never on earlier draws, so
 * the same question always gets the same number.
 */
export type Draw = (...about: ReadonlyArray<string | number>) => number

export function seededDraw(seed: string): Draw {
  return (...about) => {
    const digest = createHash('sha256')
      .update(JSON.stringify([seed, ...about]))
      .digest()
    return digest.readUIntBE(0, 6) / 2 ** 48
  }
}
