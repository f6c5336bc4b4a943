/** How simulated carriers behave: the single settings, named presets, and the assignment of both to carriers. */
import { z } from 'zod'

/** A probability, from 0 to 1. */
const chance = z.number().min(0).max(1)

const maxDelayMs = 86_400_000
const maxAnswerDelayMs = 60_000

const delayMs = z.int().min(0).max(maxDelayMs)

const delayRangeMs = z
  .tuple([delayMs, delayMs])
  .refine(([least, most]) => least <= most, 'The first delay must not be over the second.')

/** Times are in milliseconds. Except where noted, chances are drawn once for each hand-over, not for each try. */
const profile = z.strictObject({
  /** The connection breaks without an answer; drawn anew for every try of a hand-over. */
  networkErrorChance: chance,
  /** The status of the answer; only 2xx takes the packet. */
  answerStatus: z.int().min(200).max(599),
  answerDelayMs: z.int().min(0).max(maxAnswerDelayMs),
  /** Takes at most this many packets within a second and answers 429 to the others; null is no limit. */
  maxPerSecond: z.int().min(0).max(10_000).nullable(),
  /** The `Retry-After` of a 429 or 503. */
  retryAfterSeconds: z.int().min(0).max(3_600),
  /** The share of taken packets that get a receipt at all. */
  receiptChance: chance,
  /** The least and the most time from the hand-over to the receipt; uniformly distributed between. */
  receiptDelayMs: delayRangeMs,
  /** The share of receipts that say "not delivered". */
  refuseChance: chance,
  refuseReason: z.string().min(1).max(500),
  /** The share of receipts that are followed by a second one with the same content. */
  duplicateChance: chance,
  duplicateDelayMs: delayMs,
  /** The share of receipts that come `lateDelayMs` after the deadline instead. */
  lateChance: chance,
  lateDelayMs: delayMs,
  /** The share of receipts that are signed with a wrong key. */
  wrongSignatureChance: chance,
  /** The share of receipts whose body is truncated. */
  garbledChance: chance,
  /** A recall stops a packet whose receipt is not due yet, or stops nothing, or is answered with 404. */
  recall: z.enum(['honoured', 'ignored', 'unsupported']),
})

export type Profile = z.infer<typeof profile>

/** The original demo's odds: nine in ten get a receipt, 0 to 14 s later, against a deadline of 10 s. */
export const originalProfile: Profile = {
  networkErrorChance: 0,
  answerStatus: 202,
  answerDelayMs: 0,
  maxPerSecond: null,
  retryAfterSeconds: 1,
  receiptChance: 0.9,
  receiptDelayMs: [0, 14_000],
  refuseChance: 0,
  refuseReason: 'blocked number',
  duplicateChance: 0,
  duplicateDelayMs: 500,
  lateChance: 0,
  lateDelayMs: 2_000,
  wrongSignatureChance: 0,
  garbledChance: 0,
  recall: 'honoured',
}

const presetNames = [
  'original',
  'healthy',
  'instant',
  'slow',
  'silent',
  'flaky',
  'refusing',
  'duplicating',
  'late',
  'forging',
  'garbled',
  'rateLimiting',
  'down',
] as const

/** Names of whole behaviours. */
export const presetName = z.enum(presetNames)

export type PresetName = z.infer<typeof presetName>

const healthy: Profile = { ...originalProfile, receiptChance: 1, receiptDelayMs: [100, 800] }

export const presets: Readonly<Record<PresetName, Profile>> = {
  original: originalProfile,
  healthy,
  instant: { ...healthy, receiptDelayMs: [0, 0] },
  slow: { ...healthy, answerDelayMs: 2_000, receiptDelayMs: [6_000, 9_000] },
  silent: { ...healthy, receiptChance: 0 },
  flaky: { ...healthy, networkErrorChance: 0.3, receiptChance: 0.7, receiptDelayMs: [0, 5_000] },
  refusing: { ...healthy, refuseChance: 1 },
  duplicating: { ...healthy, duplicateChance: 1 },
  late: { ...healthy, lateChance: 1, recall: 'ignored' },
  forging: { ...healthy, wrongSignatureChance: 1 },
  garbled: { ...healthy, garbledChance: 1 },
  rateLimiting: { ...healthy, maxPerSecond: 2 },
  down: { ...healthy, networkErrorChance: 1 },
}

/** What each preset does, in a few words for the page. */
export const presetWords: Readonly<Record<PresetName, string>> = {
  original: 'As in the original demo: nine in ten get a receipt, 0 to 14 s later.',
  healthy: 'Confirms every packet within a second.',
  instant: 'Confirms every packet at once.',
  slow: 'Answers after 2 s, confirms after 6 to 9 s.',
  silent: 'Takes every packet and never sends a receipt.',
  flaky: 'Three in ten connections break, three in ten receipts never come.',
  refusing: 'Takes every packet, then says "not delivered: blocked number".',
  duplicating: 'Sends every receipt twice.',
  late: 'Confirms 2 s after the deadline, and stops nothing when asked to.',
  forging: 'Signs its receipts with a key that is not its own.',
  garbled: 'Sends receipts that break off in the middle.',
  rateLimiting: 'Takes two packets a second and answers 429 to the others.',
  down: 'Breaks every connection without an answer.',
}

interface Likeness {
  preset: PresetName
  /** The settings in which the profile differs from the preset. */
  differing: Readonly<Record<string, unknown>>
}

/** If two presets fit equally well, the one with a fault is the one that was meant. */
const withoutFault: readonly PresetName[] = ['healthy', 'instant', 'original']
const ranked = [...presetNames.filter((name) => !withoutFault.includes(name)), ...withoutFault]

/** The preset that a profile equals, or differs from in the fewest settings. */
export function likenessOf(settings: Profile): Likeness {
  const all = ranked.map((preset) => ({ preset, differing: differingFrom(presets[preset], settings) }))
  const size = ({ differing }: Likeness) => Object.keys(differing).length
  return all.reduce((best, each) => (size(each) < size(best) ? each : best))
}

function differingFrom(base: Profile, settings: Profile): Likeness['differing'] {
  const values = new Map<string, unknown>(Object.entries(base))
  const isOther = ([name, value]: [string, unknown]) =>
    JSON.stringify(values.get(name)) !== JSON.stringify(value)
  return Object.fromEntries(Object.entries(settings).filter(isOther))
}

/** Stands for every provider that is not named. */
const everyOther = '*'

/** A profile by its fields, or by a preset and the fields in which it differs; a plain string names a preset. */
export const profileSetting = z.preprocess(
  (value) => (typeof value === 'string' ? { preset: value } : value),
  profile.partial().extend({ preset: presetName.optional() }),
)

export type ProfileSetting = z.infer<typeof profileSetting>

/** A setting for each named provider, `*` for all others; a plain string names a preset for all. */
export const profileAssignment = z.preprocess(
  (value) => (typeof value === 'string' ? { [everyOther]: value } : value),
  z.record(z.string().max(64), profileSetting),
)

export type ProfileAssignment = z.infer<typeof profileAssignment>

/** Applies a setting on top of `base`; a preset in the setting replaces `base` first. */
export function settle(setting: ProfileSetting, base: Profile): Profile {
  const { preset, ...fields } = setting
  return profile.parse({ ...(preset === undefined ? base : presets[preset]), ...fields })
}

/** The profile of every provider in `names`; unnamed ones get that of `*`, or else that of the original demo. */
export function assign(assignment: ProfileAssignment, names: readonly string[]): Map<string, Profile> {
  const settings = new Map(Object.entries(assignment))
  const settingOf = (name: string) => settings.get(name) ?? settings.get(everyOther) ?? {}
  return new Map(names.map((name) => [name, settle(settingOf(name), originalProfile)]))
}

/** The first name in the assignment that is not a provider's. */
export function strangerIn(assignment: ProfileAssignment, names: readonly string[]): string | undefined {
  return Object.keys(assignment).find((name) => name !== everyOther && !names.includes(name))
}
