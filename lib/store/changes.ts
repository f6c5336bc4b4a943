/**
 * Wakes processes that wait for changes with PostgreSQL's NOTIFY, which is empty and rate-limited so that it costs a
 * busy store little. It only saves time: a reader that misses it reads again within a second anyway.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { withinLimit } from '@/lib/contract/time-limit'

const channel = 'waybill_changes'
const shortestPauseMs = 50

/** Announces changes: at once after a quiet time, otherwise together with all other changes within the pause. */
export class Announcer {
  #isDue = false
  #isRunning = false

  constructor(private readonly pool: pg.Pool) {}

  announce(): void {
    this.#isDue = true
    if (!this.#isRunning) void this.#run()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    while (this.#isDue) {
      this.#isDue = false
      await this.pool.query('select pg_notify($1, $2)', [channel, '']).catch(() => undefined)
      await pause(shortestPauseMs, undefined, { ref: false })
    }
    this.#isRunning = false
  }
}

const reconnectMs = 500

/** Calls `wake` for each announcement, and when it listens again after an outage. Ends with the signal. */
export async function listenForChanges(url: string, wake: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'waybill listener',
      keepAlive: true,
      connectionTimeoutMillis: 2_000,
    })
    try {
      await listenOnce(client, wake, signal)
    } catch {
      // During an outage the readers notice it themselves.
    } finally {
      await client.end().catch(() => undefined)
    }
    await pause(reconnectMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/** Resolves when the connection is lost. */
async function listenOnce(client: pg.Client, wake: () => void, signal: AbortSignal): Promise<void> {
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve())
    client.on('end', () => resolve())
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await client.connect()
  client.on('notification', wake)
  await client.query(`listen ${channel}`)
  wake()
  await lost
}

const arrivalMs = 1_000
/** A busy machine may exceed the limit once. */
const arrivalTries = 3

/**
 * Why announcements made at one address do not reach listeners at the other one, for example because of a pooler; null
 * if they do. Rejects if nothing can be announced.
 */
export async function listeningFault(url: string, listenUrl: string): Promise<string | null> {
  const listener = new pg.Client({ connectionString: listenUrl, connectionTimeoutMillis: 2_000 })
  const announcer = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  for (const client of [listener, announcer]) client.on('error', () => {})
  try {
    await announcer.connect()
    const own = `waybill_check_${randomBytes(8).toString('hex')}`
    try {
      await listener.connect()
      await listener.query(`listen ${own}`)
    } catch (error) {
      // If both addresses are the same, this is an outage.
      if (listenUrl === url) throw error
      return `Listening to PostgreSQL fails there: ${error instanceof Error ? error.message : String(error)}`
    }
    for (let tries = 0; tries < arrivalTries; tries++) {
      const arrived = withinLimit(arrivalMs, undefined, (signal) =>
        once(listener, 'notification', { signal }),
      )
      await announcer.query('select pg_notify($1, $2)', [own, ''])
      if (await arrived.catch(() => null)) return null
    }
    return 'what is announced through DATABASE_URL does not arrive there within a second'
  } finally {
    await Promise.all([listener, announcer].map((client) => client.end().catch(() => undefined)))
  }
}
