import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { asCurl } from './report'

/** The arguments that a shell passes to curl. */
function argumentsOf(command: string): string[] {
  const spy = `curl() { printf '%s\\0' "$@"; }; ${command}`
  return execFileSync('sh', ['-c', spy], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

const url = 'http://127.0.0.1:9/a?b=c&d=$HOME'
const headers = { 'webhook-id': "it's `one`", 'webhook-signature': 'v1,a+b/c=' }

test('a shell passes exactly the same request to curl', () => {
  const body = `{"text":"it's \\n $HOME \`date\` \n and more"}`
  const given = argumentsOf(asCurl({ url, headers, body }))
  expect(given).toContain(url)
  for (const [name, value] of Object.entries(headers)) expect(given).toContain(`${name}: ${value}`)
  expect(given.at(-2)).toBe('--data-binary')
  expect(given.at(-1)).toBe(body)
})

test('a long body is written to a file, byte for byte', () => {
  const body = 'ä'.repeat(100_000)
  const [, file = ''] = /^@(.+)$/.exec(argumentsOf(asCurl({ url, headers, body })).at(-1) ?? '') ?? []
  expect(readFileSync(file, 'utf8')).toBe(body)
})
