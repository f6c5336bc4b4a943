import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore, StoreError, storeErrorOf } from './store'
import { createDatabase, type TestDatabase } from './test-support/database'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
  await database.store.db.execute(sql`create table notes (words text)`)
})

afterAll(() => database.drop())

/** A proxy between a store and its server. While it is silent, nothing gets through and nothing is lost. */
class Line {
  readonly #sockets = new Set<Socket>()
  readonly #server: Server
  #isSilent = false

  constructor(private readonly target: URL) {
    this.#server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from)
        from.on('data', (chunk) => to.write(chunk))
        from.on('error', () => undefined)
        from.on('close', () => to.destroy())
        if (this.#isSilent) from.pause()
      }
    })
  }

  /** Resolves with the address of the target through this proxy. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const url = new URL(this.target)
    url.hostname = '127.0.0.1'
    url.port = String((this.#server.address() as AddressInfo).port)
    return url.href
  }

  silence(): void {
    this.#isSilent = true
    for (const socket of this.#sockets) socket.pause()
  }

  speak(): void {
    this.#isSilent = false
    for (const socket of this.#sockets) socket.resume()
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}

async function storeBehindLine() {
  const line = new Line(new URL(database.url))
  const store = openStore({ url: await line.open(), name: 'test', max: 1, limitMs: 2_000 })
  const close = async () => {
    await store.close()
    line.close()
  }
  return { line, store, close }
}

const isOutage = (error: unknown) => {
  const told = storeErrorOf(error)
  return told instanceof StoreError && told.isOutage
}

test('a transaction that cannot begin does not leak its connection', async () => {
  const { line, store, close } = await storeBehindLine()
  await store.db.execute(sql`select 1`)
  line.silence()
  await expect(store.db.transaction((tx) => tx.execute(sql`select 1`))).rejects.toSatisfy(isOutage)
  line.speak()
  expect((await store.db.execute(sql`select 1`)).rowCount).toBe(1)
  await close()
})

test('statements after an aborted transaction are not part of it', async () => {
  const { line, store, close } = await storeBehindLine()
  const givenUp = store.db.transaction(async (tx) => {
    await tx.execute(sql`insert into notes values ('given up')`)
    line.silence()
    await tx.execute(sql`select 1`)
  })
  await expect(givenUp).rejects.toSatisfy(isOutage)
  line.speak()
  await store.db.execute(sql`insert into notes values ('kept')`)
  const { rows } = await database.store.db.execute(sql`select words from notes`)
  expect(rows).toEqual([{ words: 'kept' }])
  await close()
})

test('a connection lost within a transaction fails only that transaction', async () => {
  const { db } = database.store
  const ended = db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    await db.execute(sql`select pg_terminate_backend(${rows[0]?.pid}, 1000)`)
    await pause(50)
    await tx.execute(sql`select 1`)
  })
  await expect(ended).rejects.toSatisfy(isOutage)
  expect((await db.execute(sql`select 1`)).rowCount).toBe(1)
})
