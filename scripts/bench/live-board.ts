// The live board and the list with thousands of packets in flight: frame rate, and time to respond to input.
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { sql } from 'drizzle-orm'
import pLimit from 'p-limit'
import { z } from 'zod'
import { apiPath, pagePaths } from '@/lib/contract/paths'
import { packets } from '@/lib/store/schema'
import type { Bench } from './bench'
import { untilLive, withPage } from './browser'
import { setCarriers, submitMany } from './deliveries'
import { atLeast, atMost, type Measured, round, spreadOf } from './figures'

const IN_FLIGHT = 2_000
const FILLERS = 50
/** This many packets are submitted per second, and as many end, in addition to those in flight, if the machine can. */
const PER_SECOND = 200
const SUBMIT_EVERY_MS = 100
/** Most rounds of submissions that may be unanswered at the same time. */
const MOST_UNDER_WAY = 5
const MEASURED_MS = 20_000
const CLICKS = 20
/** Typed into the list's search box. It is only searched for once all of it has been typed. */
const TYPED = '+016660002222 today a'
const RECEIPT_TIMEOUT_MS = 1_200_000

const LEAST_FRAMES = 55
/** Share of the frame rate of an empty page under the same load, because page and deliveries share the processors. */
const LEAST_OF_EMPTY = 0.9
const MOST_ANSWER_MS = 100

/** The carriers' profile: one hand-over in ten is refused and its packet fails over. */
const passing = { preset: 'healthy', receiptDelayMs: [500, 3_000], refuseChance: 0.1 }

/**
 * Injected into the page before its scripts. Notes when each frame begins, how long its callbacks take, and how long
 * each click and key press takes.
 */
const NOTE_FRAMES = `
  window.noted = { frames: [], work: [], answers: {} }
  const request = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (act) => request((at) => {
    const begun = performance.now()
    act(at)
    if (window.noted.frames.at(-1) !== at) window.noted.frames.push(at)
    window.noted.work.push(performance.now() - begun)
  })
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId > 0) window.noted.answers[interactionId] = Math.max(duration, window.noted.answers[interactionId] ?? 0)
    }
  }).observe({ type: 'event', durationThreshold: 16 })
`

/** The empty page for comparison: it only changes its background colour in each frame. */
const CHANGE_COLOUR = `
  let shade = 0
  requestAnimationFrame(function next() {
    document.documentElement.style.backgroundColor = 'rgb(' + (shade++ % 256) + ' 0 0)'
    requestAnimationFrame(next)
  })
`

const noted = z.object({
  frames: z.array(z.number()),
  work: z.array(z.number()),
  /** Milliseconds from an input event until its result was painted. */
  answers: z.record(z.string(), z.number()),
})
type Noted = z.infer<typeof noted>

async function note(page: Page, use: () => Promise<void>): Promise<Noted> {
  await page.evaluate(() => Object.assign(window, { noted: { frames: [], work: [], answers: {} } }))
  await use()
  return noted.parse(await page.evaluate(() => Reflect.get(window, 'noted')))
}

const waiting = () => ({ receiptTimeoutMs: RECEIPT_TIMEOUT_MS })

/** Submits until the signal is aborted; at a lower rate where the machine cannot keep up. */
async function flow(bench: Bench, stop: AbortSignal): Promise<void> {
  const each = (PER_SECOND * SUBMIT_EVERY_MS) / 1_000
  const limit = pLimit(MOST_UNDER_WAY)
  const all: Promise<unknown>[] = []
  for (let next = performance.now(); !stop.aborted; next += SUBMIT_EVERY_MS) {
    if (limit.pendingCount === 0) {
      const submitted = limit(() => submitMany(bench, each, each, waiting))
      // A failure is thrown by the Promise.all below.
      submitted.catch(() => undefined)
      all.push(submitted)
    }
    await pause(Math.max(0, next - performance.now()))
  }
  await Promise.all(all)
}

/** Packets submitted or ended per second between two moments. */
async function changesPerSecond({ store }: Bench, from: Date, to: Date): Promise<number> {
  const count = (column: string) =>
    store.db.$count(packets, sql`${sql.raw(column)} between ${from} and ${to}`)
  const changes = (await count('created_at')) + (await count('ended_at'))
  return (changes * 1_000) / (to.getTime() - from.getTime())
}

async function click(page: Page): Promise<number> {
  const lanes = page.getByRole('group', { name: 'Lanes' })
  for (let index = 0; index < CLICKS; index++) {
    await lanes.getByText(index % 2 === 0 ? 'Small' : 'Large').click()
    await pause(200)
  }
  return CLICKS
}

async function type(page: Page): Promise<number> {
  await page.getByRole('searchbox').focus()
  for (const letter of TYPED) {
    await page.keyboard.type(letter)
    await pause(200)
  }
  return TYPED.length
}

/** @param use makes inputs and returns how many */
async function answersTo(page: Page, use: (page: Page) => Promise<number>) {
  let times = 0
  const { answers } = await note(page, async () => {
    times = await use(page)
  })
  const told = Object.values(answers)
  // Browsers do not report events that took less than a frame; count each as one frame.
  const untold = Array<number>(Math.max(0, times - told.length)).fill(16)
  return spreadOf([...told, ...untold])
}

interface Moving {
  framesPerSecond: number
  frameMs: ReturnType<typeof spreadOf>
  /** Time the page's own callbacks take per frame. */
  workMs: ReturnType<typeof spreadOf>
}

async function watch(bench: Bench, page: Page): Promise<Moving> {
  const { frames, work } = await note(page, () => pause(bench.quick ? 5_000 : MEASURED_MS))
  const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at))
  const lasted = (frames.at(-1) ?? 0) - (frames[0] ?? 0)
  return {
    framesPerSecond: round((gaps.length * 1_000) / lasted),
    frameMs: spreadOf(gaps),
    workMs: spreadOf(work),
  }
}

/** Measures while packets are being submitted and end. */
async function whileBusy(
  bench: Bench,
  page: Page,
  use: (page: Page) => Promise<number>,
): Promise<Moving & { changesPerSecond: number; answerMs: ReturnType<typeof spreadOf> }> {
  const stop = new AbortController()
  const flowing = flow(bench, stop.signal)
  // Until as many packets end as are submitted.
  await pause(4_000)
  const from = new Date()
  const moving = await watch(bench, page)
  const to = new Date()
  const answerMs = await answersTo(page, use)
  stop.abort()
  await flowing
  return { changesPerSecond: round(await changesPerSecond(bench, from, to), 0), ...moving, answerMs }
}

async function openLive(bench: Bench, page: Page, path: string): Promise<void> {
  await page.addInitScript(NOTE_FRAMES)
  await page.goto(`${bench.stack.addresses.web}${path}`)
  await untilLive(page)
  // Lets the cost of opening the page pass, since it is not measured.
  await pause(3_000)
}

export async function measureLiveBoard(bench: Bench): Promise<Measured> {
  await setCarriers(bench, 'silent')
  await submitMany(bench, IN_FLIGHT, FILLERS, waiting)
  await setCarriers(bench, passing)
  const board = await withPage(bench, async (page) => {
    await openLive(bench, page, pagePaths.board)
    return { alone: await watch(bench, page), busy: await whileBusy(bench, page, click) }
  })
  const list = await withPage(bench, async (page) => {
    await openLive(bench, page, pagePaths.packets)
    // The list itself requests no frames, so the frame rate would not be seen.
    await page.evaluate('requestAnimationFrame(function next() { requestAnimationFrame(next) })')
    return { busy: await whileBusy(bench, page, type) }
  })
  const empty = await withPage(bench, async (page) => {
    await page.addInitScript(NOTE_FRAMES)
    await page.goto(`${bench.stack.addresses.web}${apiPath('/api/health/live')}`)
    await page.evaluate(CHANGE_COLOUR)
    return whileBusy(bench, page, async () => 1)
  })
  const ofEmpty = ({ busy }: typeof list) => round(busy.framesPerSecond / empty.framesPerSecond, 2)
  await setCarriers(bench, 'instant')
  return {
    figures: {
      board: { inFlight: IN_FLIGHT, ...board, ofEmpty: ofEmpty(board) },
      list: { inFlight: IN_FLIGHT, ...list, ofEmpty: ofEmpty(list) },
      emptyPage: { framesPerSecond: empty.framesPerSecond, changesPerSecond: empty.changesPerSecond },
    },
    checks: [
      atLeast('board.alone.framesPerSecond', board.alone.framesPerSecond, LEAST_FRAMES),
      atLeast('board.ofEmpty', ofEmpty(board), LEAST_OF_EMPTY),
      atMost('board.busy.answerMs.p95', board.busy.answerMs.p95, MOST_ANSWER_MS),
      atLeast('list.ofEmpty', ofEmpty(list), LEAST_OF_EMPTY),
      atMost('list.busy.answerMs.p95', list.busy.answerMs.p95, MOST_ANSWER_MS),
    ],
  }
}
