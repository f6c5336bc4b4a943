import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createGreet } from './greet'

async function greetingsFrom(status: number, body: string): Promise<[string, () => Promise<unknown>]> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '', 'http://127.0.0.1').searchParams.get('name')
    response.writeHead(status).end(body.replace('NAME', name ?? ''))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return [`http://127.0.0.1:${port}/hello`, () => new Promise((done) => server.close(done))]
}

it('makes the greeting itself where there is no greeting service', async () => {
  expect(await createGreet({ greetingUrl: null })('Ada')).toMatchObject({
    greeting: '¡Hola, Ada!',
    service: null,
  })
})

it('asks the greeting service where there is one', async () => {
  const [greetingUrl, close] = await greetingsFrom(200, '{"greeting":"Moin, NAME!"}')
  const { greeting, service, startedAt, endedAt } = await createGreet({ greetingUrl })('Ada & Öe')
  expect({ greeting, service }).toEqual({ greeting: 'Moin, Ada & Öe!', service: new URL(greetingUrl).host })
  expect(endedAt).toBeGreaterThanOrEqual(startedAt)
  await close()
})

it.each([
  [400, true],
  [503, false],
  [302, false],
])('turns an answer of %i into an error, final: %s', async (status, nonRetryable) => {
  const [greetingUrl, close] = await greetingsFrom(status, '')
  const greeting = createGreet({ greetingUrl })('Ada')
  await expect(greeting).rejects.toMatchObject({
    message: `The greeting service answered ${status}.`,
    nonRetryable,
  })
  await close()
})

it.each([
  ['a page', '<h1>Sign in</h1>'],
  ['no greeting', '{"hello":"NAME"}'],
  ['nothing that can be shown', '{"greeting":"\\u0000"}'],
  ['no end', `{"greeting":"${'a'.repeat(5_000)}"}`],
])('turns an answer that is %s into an error that is retried', async (_what, body) => {
  const [greetingUrl, close] = await greetingsFrom(200, body)
  await expect(createGreet({ greetingUrl })('Ada')).rejects.toMatchObject({
    message: 'What the greeting service answered is not {"greeting": "…"}.',
    nonRetryable: false,
  })
  await close()
})

it('says why the greeting service cannot be asked', async () => {
  const [greetingUrl, close] = await greetingsFrom(200, '')
  await close()
  await expect(createGreet({ greetingUrl })('Ada')).rejects.toMatchObject({
    message: 'The greeting service could not be asked: connection refused.',
    nonRetryable: false,
  })
})

it('refuses an invalid name for good', async () => {
  for (const name of ['x'.repeat(101), 'a\nb']) {
    await expect(createGreet({ greetingUrl: null })(name)).rejects.toMatchObject({ nonRetryable: true })
  }
})
