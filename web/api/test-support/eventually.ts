import { setTimeout as pause } from 'node:timers/promises'

const usualLimitMs = 20_000

/** Polls until the answer is as wanted, for what takes a moment to appear. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  limitMs = usualLimitMs,
): Promise<T> {
  const end = Date.now() + limitMs
  for (;;) {
    const answer = await ask()
    if (wanted(answer)) return answer
    if (Date.now() > end) throw new Error(`Still not as wanted: ${JSON.stringify(answer)}`)
    await pause(40)
  }
}
