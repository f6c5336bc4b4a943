import { describe, expect, test } from 'vitest'
import { readTime, timeInWords } from './read-time'

const now = Date.parse('2026-11-28T17:00:00Z')
const clock = { now, timeZone: 'Europe/Berlin' }

function read(text: string, at = clock): string {
  const time = readTime(text, at)
  return 'fault' in time ? time.fault : new Date(time.at).toISOString()
}

describe('understands', () => {
  test.each([
    ['in 20 minutes', '2026-11-28T17:20:00.000Z'],
    ['In an hour', '2026-11-28T18:00:00.000Z'],
    ['in 1.5 hours', '2026-11-28T18:30:00.000Z'],
    ['tomorrow morning', '2026-11-29T05:00:00.000Z'],
    ['tomorrow at 9:30', '2026-11-29T08:30:00.000Z'],
    ['next Monday at 9', '2026-11-30T08:00:00.000Z'],
    ['at 8 am', '2026-11-29T07:00:00.000Z'],
    ['8pm', '2026-11-28T19:00:00.000Z'],
    ['Dec 24 at 18:00', '2026-12-24T17:00:00.000Z'],
    ['24 December, 18:00', '2026-12-24T17:00:00.000Z'],
    ['2026-12-01 08:00', '2026-12-01T07:00:00.000Z'],
    ['2026-12-01T08:00:00Z', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01T08:00:00+05:30', '2026-12-01T02:30:00.000Z'],
    ['31/12/2026', '2026-12-31T11:00:00.000Z'],
  ])('%s', (text, iso) => {
    expect(read(text)).toBe(iso)
  })

  test('interprets the same words in the given time zone', () => {
    expect(read('tomorrow at 9', { now, timeZone: 'America/New_York' })).toBe('2026-11-29T14:00:00.000Z')
    expect(read('tomorrow at 9', { now, timeZone: 'Asia/Kolkata' })).toBe('2026-11-29T03:30:00.000Z')
  })

  test('counts days by the calendar across a clock change, and hours by elapsed time', () => {
    const before = { now: Date.parse('2027-03-27T11:00:00Z'), timeZone: 'Europe/Berlin' }
    expect(read('tomorrow at 12:00', before)).toBe('2027-03-28T10:00:00.000Z')
    expect(read('in 24 hours', before)).toBe('2027-03-28T11:00:00.000Z')
  })
})

describe('refuses', () => {
  test.each([
    ['', 'could not be understood'],
    ['foo', 'Write a time such as "in 20 minutes"'],
    ['25:99', 'could not be understood'],
    ['30 February 2027', 'could not be understood'],
    ['tomorrow foo', '"tomorrow" is understood, and "foo" is not'],
    ['Monday or Tuesday', 'two times'],
    ['from 9 to 10', 'a span'],
    ['05/06/2027', 'either way'],
    ['yesterday', 'Friday 27 November 2026, 18:00 Europe/Berlin is in the past'],
    ['5 minutes ago', 'is in the past'],
    ['2020-01-01T00:00:00Z', 'is in the past'],
    ['in 5 years', 'more than a year away'],
    ['2028-01-01T00:00:00Z', 'more than a year away'],
    ['2027-03-28 02:30', 'go forward, so that 02:30 on 28 March 2027 is skipped'],
    ['31 October 2027 at 2:30', 'comes twice. Write 2027-10-31T02:30:00+02:00 or 2027-10-31T02:30:00+01:00'],
  ])('%j', (text, told) => {
    expect(read(text)).toContain(told)
  })
})

test('formats a time by the clock of its zone', () => {
  expect(timeInWords(Date.parse('2026-11-29T07:00:00Z'), 'Europe/Berlin')).toBe(
    'Sunday 29 November 2026, 08:00 Europe/Berlin',
  )
})
