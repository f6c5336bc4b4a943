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
