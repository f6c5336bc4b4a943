import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { cut, faultIn, plainText, trimmed, trimmedInQuery } from './text'

/** Characters that have caused trouble, to be mixed with ordinary ones. */
const trouble = fc.constantFrom(
  ...'\u0000\u0007\t\n\u001b\u0085\u009b\u00a0\u00ad\u0301\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f',
  ...'\u2028\u2029\u202a\u202c\u202e\u2060\u2066\u2069\u2800\u3000\u3164\ufe0f\ufeff\uffa0\uffff\ue022',
  ...[
    '\ud800',
    '\udc00',
    '\u{e0001}',
    '\u{e0041}',
    '\u{e0100}',
    '\u001b[31m',
    '📦',
    '👩‍👩‍👧',
    'א',
    'م',
    'é',
    'e\u0301',
  ],
)
const anyText = fc
  .array(fc.oneof(trouble, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 60 })
  .map((parts) => parts.join(''))

const notToBeSeen =
  /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0]/u

describe("a carrier's text", () => {
  it('becomes one line of characters that can be shown, or nothing, whatever came in', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const plain = plainText(text, 40)
        if (plain === null) return
        expect(plain).not.toMatch(notToBeSeen)
        expect(plain).not.toMatch(/^\s|\s\s|[^\S ]|\s$|[\p{Mn}\p{Me}]{5}/u)
        expect([...plain].length).toBeLessThanOrEqual(40)
        expect(plain).toMatch(/[^\s\p{M}]/u)
        expect(plainText(plain, 40)).toBe(plain)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['', null],
    [' \u200b\u200f\u3164\u2800\u0000\n', null],
    ['\u0301\u0301', null],
    ['blocked\u202e number\u202c', 'blocked number'],
    ['\u2067מספר חסום\u2069', 'מספר חסום'],
    ['\u001b[1;31mfailed\u001b[0m, \u001b]0;owned\u0007see', 'failed, see'],
    ['a\u0000b\u009bc', 'abc'],
    ['two\r\n\u2028\u0085lines\u00a0\u3000here', 'two lines here'],
    ['half \ud800 a character', 'half \ufffd a character'],
    ['z\u0351\u0352\u0357\u035b\u0363\u0364algo', 'z\u0351\u0352\u0357\u035balgo'],
    ['hidden\u{e0041}\u{e0042}\u{e0100} words', 'hidden words'],
  ])('%j is kept as %j', (text, plain) => {
    expect(plainText(text, 100)).toBe(plain)
  })

  it.each([
    '👩‍👩‍👧 ❤️‍🔥 1️⃣ ☎️',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} flag',
    'نمی\u200cخواهم',
    'क्\u200dष',
    '葛\u{e0100}城',
    'số điện thoại bị chặn',
    'שָׁלוֹם',
  ])('%j keeps its marks, which are visible in context', (text) => {
    expect(plainText(text, 100)).toBe(text.normalize('NFC'))
    expect(faultIn(trimmed(text))).toBeNull()
  })
})

test('a cut text ends with "…", keeps to its length and is cut between characters', () => {
  expect(cut('12345', 5)).toBe('12345')
  expect(cut('123456', 5)).toBe('1234…')
  expect(cut('123📦6', 5)).toBe('123📦6')
  expect(cut('123📦67', 5)).toBe('123📦…')
  expect(cut('12 👩‍👩‍👧', 5)).toBe('12 👩…')
})

describe('what a person enters', () => {
  it.each([
    [' +0166\t', '+0166'],
    ['\u202a+1 555 0100\u202c', '+1 555 0100'],
    ['\ufeff\u00a0\u200b+0166\u3164\u2800\u00ad\ufe0f\u{e0041}', '+0166'],
    ['\u200e+01\u200f66', '+0166'],
    ['Cafe\u0301', 'Café'],
    ['☎️\u200b', '☎️'],
    ['\u3164', ''],
  ])('%j is read as %j', (text, read) => {
    expect(trimmed(text)).toBe(read)
  })

  it.each([
    ['+01\u200b66', 'It has an invisible character, U+200B ZERO WIDTH SPACE, at position 4. Remove it.'],
    ['📦\u{e0041}b', 'It has an invisible character, U+E0041 TAG "A", at position 2. Remove it.'],
    ['+1\ufe0f66', 'It has an invisible character, U+FE0F VARIATION SELECTOR-16, at position 3. Remove it.'],
    ['a\u202eb', 'It has an invisible character, U+202E RIGHT-TO-LEFT OVERRIDE, at position 2. Remove it.'],
    ['a\u{1d173}b', 'It has an invisible character, U+1D173, at position 2. Remove it.'],
    [
      '+01\u00a066',
      'It has an unusual space, U+00A0 NO-BREAK SPACE, at position 4. Use a plain space, or remove it.',
    ],
    ['a\u0000b', 'Use printable characters only.'],
  ])('%j is refused, and the fault is named', (text, fault) => {
    expect(faultIn(trimmed(text))).toBe(fault)
  })

  it('has no invisible characters at its ends once trimmed, and trimming is idempotent', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = trimmed(text)
        expect(trimmed(read)).toBe(read)
        expect(trimmed(`\u200b ${read}\u00a0\u200f`)).toBe(read)
        if (faultIn(read) === null) expect(read).not.toMatch(notToBeSeen)
      }),
      { numRuns: 1_000 },
    )
  })
})

test.each([
  [' 0166', '+0166'],
  ['  0166 ', '+0166'],
  ['+0166', '+0166'],
  [' +0166', '+0166'],
  ['order-4711', 'order-4711'],
  [' ', ''],
  ['\u00a00166', '0166'],
])('an address in a query, %j, is read as %j', (text, read) => {
  expect(trimmedInQuery(text)).toBe(read)
})
