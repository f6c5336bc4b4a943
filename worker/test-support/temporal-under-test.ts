import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll } from 'vitest'
import { startTemporal } from './temporal'

/**
 * Runs a Temporal server for all tests of the calling file: it starts before the first test and stops after the last.
 *
 * @param dynamicConfig additional settings of the server, as `key=JSON`
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
