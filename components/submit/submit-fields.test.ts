import { expect, test } from 'vitest'
import { fieldOf, filledIn, halfFilled, submitForm } from './submit-fields'

function faultsOf(change: Partial<typeof filledIn>) {
  const parsed = submitForm.safeParse({ ...filledIn, ...change })
  const paths = parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'))
  return [...new Set(paths)]
}

test('the initial form is a valid submission', () => {
  expect(submitForm.parse(filledIn)).toEqual({
    source: '+017771110000',
    destination: '+016660002222',
    text: 'Hello',
  })
})

test("leaves out empty fields, and sends the others in the API's units", () => {
  const expiresAt = '2030-01-31T12:00:00'
  const given = {
    id: 'order-1',
    maxAttempts: '2',
    receiptTimeoutMs: '1.5',
    expiresAt,
    notifyUrl: 'https://Example.com',
    orderingKey: 'customer-1',
    holdOnFailure: true,
    priority: '1',
    fairnessKey: 'newsletter',
  }
  expect(submitForm.parse({ ...filledIn, ...given })).toMatchObject({
    id: 'order-1',
    maxAttempts: 2,
    receiptTimeoutMs: 1500,
    expiresAt: new Date(expiresAt).toISOString(),
    notifyUrl: 'https://example.com/',
    orderingKey: 'customer-1',
    holdOnFailure: true,
    priority: 1,
    fairnessKey: 'newsletter',
  })
})

test('leaves out `holdOnFailure` without an ordering key', () => {
  expect(submitForm.parse({ ...filledIn, holdOnFailure: true })).not.toHaveProperty('holdOnFailure')
})

test.each([
  [{ source: '' }, ['source']],
  [{ destination: '   ' }, ['destination']],
  [{ id: 'a/b' }, ['id']],
  [{ maxAttempts: '0' }, ['maxAttempts']],
  [{ maxAttempts: '11' }, ['maxAttempts']],
  [{ maxAttempts: 'many' }, ['maxAttempts']],
  [{ receiptTimeoutMs: '0.5' }, ['receiptTimeoutMs']],
  [{ expiresAt: 'tomorrow' }, ['expiresAt']],
  [{ notifyUrl: 'example.com' }, ['notifyUrl']],
  [{ orderingKey: 'k'.repeat(129) }, ['orderingKey']],
  [{ priority: '6' }, ['priority']],
  [{ fairnessKey: ' ' }, ['fairnessKey']],
  [{ kind: 'base64', contents: 'not base64' }, ['contents']],
  [{ kind: 'file' }, ['file']],
] as const)('%o is refused at %o', (change, fields) => {
  expect(faultsOf(change)).toEqual(fields)
})

test.each([
  [halfFilled, 'Enter a date and a time.'],
  ['122026-01-31T12:00:00', 'Enter a year of four digits.'],
])('an expiry of %s is refused in words that fit its field', (expiresAt, message) => {
  const { error } = submitForm.safeParse({ ...filledIn, expiresAt })
  expect(error?.issues).toMatchObject([{ path: ['expiresAt'], message }])
})

test('base64 may be pasted with line breaks', () => {
  const parsed = submitForm.parse({ ...filledIn, kind: 'base64', contents: 'SGVs\nbG8=\n' })
  expect(parsed).toMatchObject({ contents: 'SGVsbG8=' })
})

test('a fault in the contents is shown at the field that they came from', () => {
  expect(fieldOf('contents', 'file')).toBe('file')
  expect(fieldOf('contents', 'base64')).toBe('contents')
  expect(fieldOf('contents', 'text')).toBe('text')
  expect(fieldOf('nothing', 'text')).toBeNull()
})
