/** Records the history of every ending for the replay tests: `npm run histories`, after a deliberate change. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import { cancelSignal } from '@/lib/contract/workflows'
import { deliver } from './deliver'
import { endings } from './endings'
import { startTemporal } from './temporal'

const folder = join(import.meta.dirname, '..', 'histories')

const environment = await startTemporal()
try {
  mkdirSync(folder, { recursive: true })
  for (const [name, { script, request, canceled, expiresInMs }] of Object.entries(endings)) {
    const expiresAt = expiresInMs && new Date(Date.now() + expiresInMs).toISOString()
    const asked = { ...request, ...(expiresAt && { expiresAt }) }
    const { started, packet } = await deliver(environment, script, asked, async ({ handle }) => {
      if (canceled) await handle.signal(cancelSignal, { reason: 'wrong number' })
    })
    const history = historyToJSON(await started.handle.fetchHistory())
    writeFileSync(join(folder, `${name}.json`), `${history}\n`)
    process.stdout.write(`${name}: ${packet.status}\n`)
  }
} finally {
  await environment.teardown()
}
