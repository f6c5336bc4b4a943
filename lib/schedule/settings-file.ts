/** Reads the settings file that the web process and the worker share. */
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { EnvError } from '@/lib/contract/env'
import { printable } from '@/lib/contract/fields'
import { plainWords } from '@/lib/contract/plain-words'
import type { QuietRule } from '@/lib/packet/apply'
import { type QuietHours, quietUntil } from './quiet-hours'
import { timeZoneFault } from './read-time'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Use a time such as 22:00.')

const quietHours = z.strictObject({
  prefix: printable(200),
  timeZone: z.string().max(100),
  from: clock,
  to: clock,
})

const settingsFile = z.strictObject({
  quietHours: z.array(quietHours).max(1_000).default([]),
})

const usualFile = 'settings.json'

/**
 * @param file undefined for the default file, which is optional
 * @throws EnvError that names the file, the place in it and the problem
 */
export function loadQuietHours(file: string | undefined): QuietRule {
  if (file === undefined && !existsSync(usualFile)) return () => null
  const rules = readRules(file ?? usualFile)
  return (destination, at) => quietUntil(rules, destination, at)
}

function readRules(file: string): QuietHours[] {
  const parsed = settingsFile.safeParse(readJson(file), { error: plainWords })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new EnvError(`SETTINGS_FILE: ${file}, at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
  }
  const { quietHours } = parsed.data
  for (const [place, { timeZone, from, to }] of quietHours.entries()) {
    if (timeZoneFault(timeZone) !== null)
      throw new EnvError(
        `SETTINGS_FILE: ${file}, at quietHours.${place}.timeZone: "${timeZone}" is not a time zone. Use a name such as Europe/Berlin.`,
      )
    if (from === to)
      throw new EnvError(
        `SETTINGS_FILE: ${file}, at quietHours.${place}: from and to are the same, which is all day or never.`,
      )
  }
  return quietHours
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new EnvError(`SETTINGS_FILE: ${file} cannot be read: ${why}`)
  }
}
