import { appendFile, readFile, stat } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type Intake, startIntake } from './test-support/intake'
import { getJson, type Rig, send, startRig, throwAway } from './test-support/rig'

const opened: Array<() => Promise<void>> = []

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

/** A stopped simulator that owes receipts, which could not be sent. */
async function stopOwing(
  count: number,
): Promise<{ rig: Rig; callbackUrl: string; listen: () => Promise<Intake> }> {
  const gone = await startIntake()
  await gone.close()
  const rig = await startRig({ profiles: { RouteA: 'instant', RouteB: 'instant' } })
  for (let index = 0; index < count; index += 1) {
    await send(rig.url, gone.url, { message: { packetId: `p-${index}` } })
  }
  await rig.stop()
  const listen = async () => {
    const intake = await startIntake(undefined, Number(new URL(gone.url).port))
    opened.push(intake.close)
    return intake
  }
  return { rig, callbackUrl: gone.url, listen }
}

async function restart(rig: Rig, names?: string[]): Promise<Rig> {
  const again = await startRig({ dataDir: rig.dataDir, ...(names && { names }) })
  opened.push(() => throwAway(again))
  return again
}

describe('a restart', () => {
  it('keeps every owed receipt, and owes none after sending them', async () => {
    const { rig, listen } = await stopOwing(3)
    const intake = await listen()
    const again = await restart(rig)
    const receipts = await intake.atLeast(3)
    const about = receipts.map(({ body }) => JSON.parse(body).providerReference)
    expect(about.sort()).toEqual(['RouteA-p-0-1', 'RouteA-p-1-1', 'RouteA-p-2-1'])
    expect(again.logged()).toContain('"resumed":3,"dropped":0,"unreadable":0')
    await expect.poll(() => getJson(`${again.url}/health`)).toMatchObject({ pendingReceipts: 0 })
    await again.stop()
    const third = await startRig({ dataDir: rig.dataDir })
    expect(await getJson(`${third.url}/health`)).toMatchObject({ pendingReceipts: 0 })
    expect(third.logged()).not.toContain('resumed')
    await third.stop()
  })

  it('recognizes a hand-over that it took before', async () => {
    const { rig, callbackUrl, listen } = await stopOwing(1)
    const intake = await listen()
    const again = await restart(rig)
    await intake.atLeast(1)
    expect((await send(again.url, callbackUrl, { message: { packetId: 'p-0' } })).status).toBe(202)
    await send(again.url, callbackUrl, { message: { packetId: 'next' } })
    const receipts = await intake.atLeast(2)
    expect(receipts.map(({ body }) => JSON.parse(body).providerReference)).toEqual([
      'RouteA-p-0-1',
      'RouteA-next-1',
    ])
    expect(await getJson(`${again.url}/stats`)).toMatchObject({ RouteA: { duplicates: 1, accepted: 1 } })
  })

  it('logs how many receipts it cannot resume', async () => {
    const { rig, listen } = await stopOwing(2)
    await appendFile(rig.journalPath, '{"type":"taken","provider":"Rou')
    await listen()
    const again = await restart(rig, ['RouteB'])
    expect(again.logged()).toContain('"resumed":0,"dropped":2,"unreadable":1')
  })

  it('keeps its file readable by the owner only, and without contents', async () => {
    const { rig, listen } = await stopOwing(1)
    await listen()
    expect((await stat(rig.journalPath)).mode & 0o777).toBe(0o600)
    expect(await readFile(rig.journalPath, 'utf8')).not.toContain('YSB0ZXh0')
    await restart(rig)
    expect((await stat(rig.journalPath)).mode & 0o777).toBe(0o600)
  })

  it('brings nothing back that a reset dropped', async () => {
    const gone = await startIntake()
    await gone.close()
    const rig = await startRig()
    await send(rig.url, gone.url)
    const reset = await fetch(`${rig.url}/reset`, { method: 'POST' })
    expect(await reset.json()).toEqual({ droppedReceipts: 1 })
    await rig.stop()
    const again = await restart(rig)
    expect(await getJson(`${again.url}/health`)).toMatchObject({ pendingReceipts: 0 })
  })
})
