import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EnvError } from '@/lib/contract/env'
import { loadQuietHours } from './settings-file'

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'settings.json')
  writeFileSync(file, text)
  return file
}

const hours = { prefix: '+49', timeZone: 'Europe/Berlin', from: '22:00', to: '07:00' }

test('reads quiet hours', () => {
  const quietUntil = loadQuietHours(fileWith(JSON.stringify({ quietHours: [hours] })))
  const night = Date.parse('2026-11-29T02:00:00Z')
  expect(quietUntil('+49170', night)).toBe(Date.parse('2026-11-29T06:00:00Z'))
  expect(quietUntil('+43170', night)).toBeNull()
})

test('works without a settings file', () => {
  expect(loadQuietHours(undefined)('+49170', 0)).toBeNull()
})

test.each([
  ['{', 'cannot be read'],
  ['{"quietHour": []}', '"quietHour"'],
  [
    JSON.stringify({ quietHours: [{ ...hours, from: '24:00' }] }),
    'quietHours.0.from: Use a time such as 22:00.',
  ],
  [JSON.stringify({ quietHours: [{ ...hours, timeZone: 'Berlin' }] }), '"Berlin" is not a time zone'],
  [JSON.stringify({ quietHours: [{ ...hours, to: '22:00' }] }), 'from and to are the same'],
])('refuses %s', (text, told) => {
  const file = fileWith(text)
  expect(() => loadQuietHours(file)).toThrow(EnvError)
  expect(() => loadQuietHours(file)).toThrow(told)
})

test('names the file that is missing', () => {
  expect(() => loadQuietHours('nowhere/settings.json')).toThrow(
    'SETTINGS_FILE: nowhere/settings.json cannot be read',
  )
})
