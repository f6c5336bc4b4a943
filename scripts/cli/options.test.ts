import { expect, test } from 'vitest'
import { readOptions, usage } from './options'

test('has the original demo as its default', () => {
  const options = readOptions([])
  expect(options).toMatchObject({ source: '+017771110000', destination: '+016660002222', wait: false })
  expect(options.count).toBeUndefined()
})

test('takes values after a space or an equals sign', () => {
  const options = readOptions(['--text=', '--max-attempts', '2', '--receipt-timeout=1.5s', '--wait'])
  expect(options).toMatchObject({ text: '', 'max-attempts': 2, 'receipt-timeout': 1500, wait: true })
})

test.each([
  [['--bogus'], /^Unknown option '--bogus'\. "npm run submit/],
  [['--no-wait'], /Unknown option '--no-wait'/],
  [['stray'], /Unexpected argument 'stray'/],
  [['--text'], /'--text <value>' argument missing/],
  [['--text', '--wait'], /'--text' argument is ambiguous\. Did you forget/],
  [['--wait=yes'], /'--wait' does not take an argument/],
  [['--count', '0'], /^--count must be a whole number from 1 to 100,000\.$/],
  [['--count', '2.5'], /^--count must be a whole number/],
  [['--max-attempts', '11'], /^--max-attempts must be a whole number from 1 to 10\.$/],
  [['--receipt-timeout', '10'], /^--receipt-timeout must be a time with its unit, for example 500ms/],
  [['--url', 'localhost:3000'], /^--url must be an http or https address\.$/],
])('refuses %j', (args, message) => expect(() => readOptions(args)).toThrow(message))

test('the help names every option', async () => {
  const text = await usage()
  for (const name of ['--source', '--file', '--receipt-timeout', '--cancel', '--url']) {
    expect(text).toContain(name)
  }
})
