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

it('greets by itself where there is no greeting service', async () => {
  expect(await createGreet({ greetingUrl: null })('Ada')).toBe('¡Hola, Ada!')
})

it('asks the greeting service where there is one', async () => {
  const [greetingUrl, close] = await greetingsFrom(200, '{"greeting":"Moin, NAME!"}')
  expect(await createGreet({ greetingUrl })('Ada & Öe')).toBe('Moin, Ada & Öe!')
  await close()
})

it.each([
  [400, true],
  [503, false],
  [302, false],
])('an answer of %i is an error, final: %s', async (status, nonRetryable) => {
  const [greetingUrl, close] = await greetingsFrom(status, '')
  const greeting = createGreet({ greetingUrl })('Ada')
  await expect(greeting).rejects.toMatchObject({
    message: `The greeting service answered ${status}.`,
    nonRetryable,
  })
  await close()
})

it('refuses for good what is no name', async () => {
  for (const name of ['x'.repeat(101), 'a\nb']) {
    await expect(createGreet({ greetingUrl: null })(name)).rejects.toMatchObject({ nonRetryable: true })
  }
})
