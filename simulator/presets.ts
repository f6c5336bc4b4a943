/** Carriers by character, so that a whole behaviour can be asked for by one name. */
import { z } from 'zod'
import { originalProfile, type Profile } from './profile'

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

/** What each does, in a few words for whoever chooses. */
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

export interface Likeness {
  preset: PresetName
  /** Settings in which it differs from the preset. */
  differing: Readonly<Record<string, unknown>>
}

/** Where two fit as well, a fault is the one that was meant. */
const withoutFault: readonly PresetName[] = ['healthy', 'instant', 'original']
const ranked = [...presetNames.filter((name) => !withoutFault.includes(name)), ...withoutFault]

/** The preset that a profile is, or is most like. */
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
