import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll } from 'vitest'
import { startTemporal } from './temporal'

/**
 * A Temporal server for all tests of the file that calls this, from before the first to after the last.
 *
 * @param dynamicConfig settings of the server on top, as `key=JSON`
 */
export function temporalUnderTest(dynamicConfig: readonly string[] = []): {
  readonly environment: TestWorkflowEnvironment
} {
  let started: TestWorkflowEnvironment | undefined
  beforeAll(async () => {
    started = await startTemporal(dynamicConfig)
  }, 30_000)
  afterAll(() => started?.teardown())
  return {
    get environment() {
      if (started === undefined) throw new Error('Temporal runs only while tests do.')
      return started
    },
  }
}
