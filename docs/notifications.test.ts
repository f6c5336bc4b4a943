/** Checks the worked example to the last byte, because developers of receivers compare their code with it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { signMessage } from '@/lib/carrier/signature'
import { eventTypes, packetEvent } from '@/lib/contract/notification'

const page = readFileSync(join(import.meta.dirname, 'notifications.md'), 'utf8')
const block = (language: string) =>
  new RegExp(`^\`\`\`${language}\\n(.*?)\\n\`\`\`$`, 'ms').exec(page)?.[1] ?? ''

const [head = '', body = ''] = block('http').split('\n\n')
const headers = Object.fromEntries(
  Array.from(head.matchAll(/^([\w-]+): (.*)$/gm), ([, name = '', value = '']) => [name.toLowerCase(), value]),
)
const secret = /`(whsec_\S+?)`/.exec(page)?.[1] ?? ''
const sentAt = new Date(Number(headers['webhook-timestamp']) * 1000)

const check = z.function({
  input: [z.string(), z.record(z.string(), z.string()), z.string()],
  output: z.boolean(),
})

afterEach(() => vi.useRealTimers())

test('the example has the signature that its secret produces, and a real body', () => {
  const signed = signMessage({ id: headers['webhook-id'] ?? '', at: sentAt, body, secret })
  expect(signed['webhook-signature']).toBe(headers['webhook-signature'])
  expect(packetEvent.parse(JSON.parse(body))).toMatchObject({ type: 'packet.delivered' })
})

test('the verification code accepts the example, and refuses what was changed, is stale or has another signature', async () => {
  const loaded: unknown = await import(`data:text/javascript,${encodeURIComponent(block('js'))}`)
  const { isGenuine } = z.object({ isGenuine: check }).parse(loaded)
  vi.useFakeTimers({ now: sentAt })
  expect(isGenuine(body, headers, secret)).toBe(true)
  const two = { ...headers, 'webhook-signature': `v1,bm90IHRoaXM= ${headers['webhook-signature']}` }
  expect(isGenuine(body, two, secret)).toBe(true)
  expect(isGenuine(`${body} `, headers, secret)).toBe(false)
  expect(isGenuine(body, headers, `whsec_${Buffer.alloc(32).toString('base64')}`)).toBe(false)
  vi.setSystemTime(sentAt.getTime() + 301_000)
  expect(isGenuine(body, headers, secret)).toBe(false)
})

test('every event is explained', () => {
  for (const type of eventTypes) expect(page).toContain(`| \`${type}\``)
})
