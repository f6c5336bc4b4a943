/** Which provider behaves how: read from the environment at start and from the control API while running. */
import { z } from 'zod'
import { presetName, presets } from './presets'
import { originalProfile, type Profile, profile } from './profile'

/** Stands for every provider that is not named. */
const everyOther = '*'

/** A profile by its fields, or by a preset and the fields in which it differs; a bare text names a preset. */
export const profileSetting = z.preprocess(
  (value) => (typeof value === 'string' ? { preset: value } : value),
  profile.partial().extend({ preset: presetName.optional() }),
)

export type ProfileSetting = z.infer<typeof profileSetting>

/** A setting for each provider named, `*` for all others; a bare text names a preset for all. */
export const profileAssignment = z.preprocess(
  (value) => (typeof value === 'string' ? { [everyOther]: value } : value),
  z.record(z.string().max(64), profileSetting),
)

export type ProfileAssignment = z.infer<typeof profileAssignment>

/** Lays a setting over `base`; a preset in it replaces `base` first. */
export function settle(setting: ProfileSetting, base: Profile): Profile {
  const { preset, ...fields } = setting
  return profile.parse({ ...(preset === undefined ? base : presets[preset]), ...fields })
}

/** The profile of every provider in `names`; unnamed ones get that of `*`, or else the original demo's. */
export function assign(assignment: ProfileAssignment, names: readonly string[]): Map<string, Profile> {
  const settings = new Map(Object.entries(assignment))
  const settingOf = (name: string) => settings.get(name) ?? settings.get(everyOther) ?? {}
  return new Map(names.map((name) => [name, settle(settingOf(name), originalProfile)]))
}

/** The first name in the assignment that is no provider's. */
export function strangerIn(assignment: ProfileAssignment, names: readonly string[]): string | undefined {
  return Object.keys(assignment).find((name) => name !== everyOther && !names.includes(name))
}
