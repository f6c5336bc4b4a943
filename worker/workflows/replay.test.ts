import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import { Worker } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import { beforeAll, describe, expect, it } from 'vitest'
import { workflowIdOf } from '@/lib/contract/workflows'
import { endings, groups } from '../test-support/endings'
import { bundledWorkflows, quietRuntime } from '../test-support/temporal'

const folder = join(import.meta.dirname, '..', 'histories')
const recorded = readdirSync(folder).filter((file) => file.endsWith('.json'))

function historyOf(file: string) {
  return historyFromJSON(JSON.parse(readFileSync(join(folder, file), 'utf8')))
}

/** A history does not contain the workflow id, so replay under one that is valid for a packet. */
async function replay(file: string, folder?: string): Promise<void> {
  const workflowBundle = await bundledWorkflows(folder)
  await Worker.runReplayHistory({ workflowBundle }, historyOf(file), workflowIdOf('replayed'))
}

beforeAll(() => quietRuntime())

describe('recorded deliveries', () => {
  it('cover every ending', () => {
    expect(recorded.map((file) => file.replace('.json', '')).sort()).toEqual(
      [...Object.keys(endings), ...Object.keys(groups)].sort(),
    )
  })

  it.each(recorded)('%s replays with the workflows of today', async (file) => {
    await replay(file)
  })

  it.each(['probe-provider', 'greet-someone', 'notify-receiver'])(
    'that of %s replays likewise',
    async (name) => {
      await replay(join('controls', `${name}.json`))
    },
  )

  it('do not replay with a workflow that takes a different step', async () => {
    const replayed = replay('delivered-at-once.json', 'test-support/changed-workflows')
    await expect(replayed).rejects.toThrow(DeterminismViolationError)
  })
})
