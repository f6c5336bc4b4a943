import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { handOverMessage } from '@/lib/contract/carrier'
import { pagePaths } from '@/lib/contract/paths'
import { expect, test } from '../support/browser-test'
import { startOwnStack } from '../support/own-stack'
import { PacketView } from '../support/packet-view'
import { RUN_FOLDER } from '../support/run-folder'
import { Waybill } from '../support/waybill'

/** Starts a provider that accepts one packet in ten seconds and stays silent. */
async function slowProvider() {
  const seen: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push(handOverMessage.parse(JSON.parse(Buffer.concat(chunks).toString())).packetId)
    response.writeHead(202).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const provider = {
    name: 'RouteA',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    handOverSecretEnv: 'ROUTE_A_HANDOVER_SECRET',
    receiptSecretEnv: 'ROUTE_A_RECEIPT_SECRET',
    maxPerSecond: 0.1,
  }
  await mkdir(RUN_FOLDER, { recursive: true, mode: 0o700 })
  const file = join(RUN_FOLDER, 'slow-provider.json')
  await writeFile(file, JSON.stringify([provider]))
  return { seen, file, server }
}

test('a packet that is canceled while it waits for its turn is not handed over, and its page says so', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const { seen, file, server } = await slowProvider()
  const { stack } = await startOwnStack('stack-queued', { PROVIDERS_FILE: file })
  const { web } = stack.addresses
  const waybill = new Waybill(web)
  try {
    // Opens the first page now, so that its loading time is not part of the ten seconds.
    await page.goto(`${web}${pagePaths.packets}`)
    const first = await waybill.submit({ receiptTimeoutMs: 60_000 })
    await waybill.accepted(first.id)
    const { id } = await waybill.submit()
    await waybill.packetWhen(id, ({ attempts }) => attempts[0]?.handOver.state === 'SENDING')
    await page.goto(`${web}${pagePaths.packet(id)}`)
    const view = new PacketView(page)
    await expect(view.story).toContainText('Transmitting – being handed over')
    await view.cancel('no longer needed')
    await expect(view.story).toContainText('RouteA was never handed it, canceled: no longer needed.')
    await expect(view.attempts.first()).toContainText('nothing was sent')
    await expect(view.attempts.first()).toContainText('none, and none can come')
    await expect(view.connection).toHaveText('Final')
    expect(await waybill.packet(id)).toMatchObject({ flags: [], settling: false, deliveredBy: null })
    expect(seen).toEqual([first.id])
  } finally {
    await stack.stop()
    server.close()
  }
})
