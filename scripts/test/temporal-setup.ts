// Runs once before tests that need a Temporal server: finds the CLI and bundles the workflows for all of them. It starts
// nothing itself.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundleWorkflows } from '../build/processes'
import { ROOT } from '../stack/root'
import { findTemporalCli } from '../stack/temporal-cli'

export async function setup(project: TestProject): Promise<void> {
  process.env.TEMPORAL_CLI_PATH = await findTemporalCli({ report: (line) => console.log(line) })
  const folder = await mkdtemp(join(tmpdir(), 'waybill-workflows-'))
  const target = join(folder, 'workflow-bundle.js')
  const bundle = () => bundleWorkflows(join(ROOT, 'worker', 'workflows', 'index.ts'), target)
  await bundle()
  // Who lets the tests follow the sources has changed one.
  project.onTestsRerun(bundle)
  process.env.TEST_WORKFLOW_BUNDLE = target
}
