// An operator's actions must not wait behind packets, even when many are queued for a worker that has just started.
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { request } from '@/lib/client/request'
import { handOverMessage } from '@/lib/contract/carrier'
import { apiPath } from '@/lib/contract/paths'
import type { SelfTest, SelfTestList } from '@/lib/contract/self-test'
import { waitUntil } from '@/scripts/stack/wait-until'
import { act } from '../support/directory'
import { startOwnStack } from '../support/own-stack'
import { queuePackets } from '../support/queued-packets'
import { RUN_FOLDER } from '../support/run-folder'

const queued = 20_000
const inForceMs = 2_000

/** Starts two providers that accept everything and confirm nothing. */
async function providers() {
  const packets: string[] = []
  const probes: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { packetId } = handOverMessage.parse(JSON.parse(Buffer.concat(chunks).toString()))
    if (packetId.startsWith('probe-')) probes.push(packetId)
    else packets.push(packetId)
    response.writeHead(202).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const configured = ['A', 'B'].map((letter) => ({
    name: `Route${letter}`,
    url,
    handOverSecretEnv: `ROUTE_${letter}_HANDOVER_SECRET`,
    receiptSecretEnv: `ROUTE_${letter}_RECEIPT_SECRET`,
  }))
  await mkdir(RUN_FOLDER, { recursive: true, mode: 0o700 })
  const file = join(RUN_FOLDER, 'backlog-providers.json')
  await writeFile(file, JSON.stringify(configured))
  return { packets, probes, file, server }
}

async function stateOf(web: string, { id }: SelfTest): Promise<SelfTest['state'] | undefined> {
  const { items } = await request<SelfTestList>(apiPath('/api/self-tests'), { origin: web })
  return items.find((each) => each.id === id)?.state
}

test('a pause is in force within 2 s, a probe is sent and a self-test passes, with 20,000 packets queued', async () => {
  test.setTimeout(300_000)
  const { packets, probes, file, server } = await providers()
  const { stack } = await startOwnStack('stack-backlog', { PROVIDERS_FILE: file, LOG_LEVEL: 'info' })
  const { web } = stack.addresses
  try {
    await stack.part('worker').stop()
    await queuePackets(stack, queued, 600_000)
    await stack.start('worker')
    const begun = await waitUntil(async () => (packets.length > 0 ? true : null), {
      limitMs: 60_000,
      everyMs: 10,
    })
    expect(begun).toBe(true)

    await Promise.all([
      act(web, apiPath('/api/providers/{name}/actions/probe', { name: 'RouteB' })),
      act(web, apiPath('/api/providers/actions/pause')),
    ])
    await pause(inForceMs)
    const out = packets.length
    test.info().annotations.push({ type: 'handed over before the pause', description: String(out) })
    expect(out).toBeLessThan(queued / 2)
    // The worker is busy with thousands of look-ups; probe and self-test must not queue behind them.
    const selfTest = await request<SelfTest>(apiPath('/api/self-tests'), { origin: web, method: 'POST' })
    await expect.poll(() => probes.length).toBe(1)
    await expect.poll(() => stateOf(web, selfTest)).toBe('passed')
    await pause(2 * inForceMs)
    expect(packets).toHaveLength(out)
  } finally {
    await stack.stop()
    server.close()
  }
})
