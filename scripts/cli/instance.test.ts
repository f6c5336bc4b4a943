import { afterEach, beforeEach, expect, test } from 'vitest'
import { Instance, OutcomeUnknown } from './instance'
import { complaintAbout, exitStatusAfter } from './report'
import { refuse, StandIn } from './test-support/stand-in'

let web: StandIn

beforeEach(async () => {
  web = new StandIn()
  await web.start()
})

afterEach(() => web.stop())

const submission = { source: '+01', destination: '+02', text: 'Hello' }

/** The error of a submission that is repeated only for `patienceMs`. */
async function failure(patienceMs: number): Promise<unknown> {
  const instance = new Instance(web.url, new AbortController().signal, patienceMs)
  return instance.submit(submission, 'k', '--key k').catch((error: unknown) => error)
}

test('after a lost answer it is unknown whether the packet was accepted, and how to repeat it is told', async () => {
  web.fault = (_, response) => response.destroy() !== undefined
  const error = await failure(0)
  expect(exitStatusAfter(error)).toBe(3)
  expect(complaintAbout(error, web.url)).toMatch(
    /so the outcome is unknown; look at .*\nTo repeat it safely, give the same command --key k: it takes effect only once\.$/,
  )
})

test('it stays unknown if later tries do not even arrive', async () => {
  web.fault = (_, response) => {
    response.destroy()
    void web.stop()
    return true
  }
  expect(await failure(500)).toBeInstanceOf(OutcomeUnknown)
})

test('a refusal of a later try settles it', async () => {
  web.fault = (_, response) =>
    web.asked.length === 1
      ? response.destroy() !== undefined
      : refuse(response, 'PACKET_EXISTS', 'The id is taken.')
  const error = await failure(5_000)
  expect([exitStatusAfter(error), complaintAbout(error, web.url)]).toEqual([1, 'The id is taken.'])
})

test('a request that never arrived has no unknown outcome', async () => {
  await web.stop()
  expect(exitStatusAfter(await failure(0))).toBe(1)
})
