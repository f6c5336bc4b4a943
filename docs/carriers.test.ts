/** Checks the worked example to the last byte, because developers of carriers compare their code with it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { signMessage } from '@/lib/carrier/signature'
import { openToken, parseTokenKeys } from '@/lib/carrier/token'
import { handOverMessage, receiptMessage } from '@/lib/contract/carrier'
import { problems } from '@/lib/contract/problem'
import { providerConfig } from '@/lib/contract/provider-config'
import { attemptId } from '@/lib/contract/workflows'
import { presetName } from '@/simulator/profile'

const page = readFileSync(join(import.meta.dirname, 'carriers.md'), 'utf8')
const blocks = (language: string) =>
  Array.from(page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)\\n\`\`\`$`, 'gms')), ([, it = '']) => it)

/** The key that sealed the example's token. It is used for nothing else. */
const keys = parseTokenKeys('k1:YW4gZXhhbXBsZSBrZXksIDMyIGJ5dGVzIGxvbmchISE=')

function exampleOf(number: number) {
  const [head = '', body = ''] = (blocks('http')[number] ?? '').split('\n\n')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? ''
  const at = new Date(Number(header('webhook-timestamp')) * 1000)
  return { body, id: header('webhook-id'), at, signature: header('webhook-signature') }
}

const secretOf = (variable: string) => new RegExp(`${variable}=(whsec_\\S+?)[\`;]`).exec(page)?.[1] ?? ''

test.each([
  ['the hand-over', 0, 'ROUTE_A_HANDOVER_SECRET'],
  ['the receipt', 1, 'ROUTE_A_RECEIPT_SECRET'],
])('%s has the signature that its secret produces', (_, number, variable) => {
  const { signature, ...message } = exampleOf(number)
  expect(signMessage({ ...message, secret: secretOf(variable) })['webhook-signature']).toBe(signature)
})

test('the hand-over and its token agree', async () => {
  const { body, id } = exampleOf(0)
  const message = handOverMessage.parse(JSON.parse(body))
  const claims = await openToken(message.token, keys)
  expect(claims).toMatchObject({ packetId: message.packetId, attempt: message.attempt, provider: 'RouteA' })
  expect(new Date(claims?.deadline ?? 0).toISOString()).toBe(message.deadline)
  expect(claims && attemptId(claims)).toBe(id)
})

test('the receipt answers that hand-over', () => {
  const receipt = receiptMessage.parse(JSON.parse(exampleOf(1).body))
  expect(receipt.token).toBe(JSON.parse(exampleOf(0).body).token)
})

test('the example configuration is accepted', () => {
  expect(providerConfig.safeParse(JSON.parse(blocks('json')[0] ?? '')).error).toBeUndefined()
})

test('codes have the right statuses, and every preset is named', () => {
  const rows = Array.from(page.matchAll(/^\| (\d{3}) +\| `([A-Z_]+)` +\|/gm))
  expect(rows.length).toBeGreaterThan(5)
  for (const [, status, code] of rows) expect(problems).toHaveProperty(`${code}.status`, Number(status))
  for (const name of presetName.options) expect(page).toContain(`\`${name}\``)
})
