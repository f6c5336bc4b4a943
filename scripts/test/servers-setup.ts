// Runs once before the tests that need servers, and prepares what they share.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundleWorkflows } from '../build/processes'
import { freePorts } from '../stack/addresses'
import { PostgresServer } from '../stack/postgres-server'
import { ROOT } from '../stack/root'
import { findTemporalCli } from '../stack/temporal-cli'

/** @returns a function that stops what was started */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await prepareForTemporal(project)
  return startPostgres()
}

/** Finds the CLI and bundles the workflows. Each test starts its own server or shares one. */
async function prepareForTemporal(project: TestProject): Promise<void> {
  process.env.TEMPORAL_CLI_PATH = await findTemporalCli({ report: (line) => console.log(line) })
  const folder = await mkdtemp(join(tmpdir(), 'waybill-workflows-'))
  const target = join(folder, 'workflow-bundle.js')
  const bundle = () => bundleWorkflows(join(ROOT, 'worker', 'workflows', 'index.ts'), target)
  await bundle()
  // In watch mode, bundles again after a source was changed.
  project.onTestsRerun(bundle)
  process.env.TEST_WORKFLOW_BUNDLE = target
}

/**
 * Starts one server for all tests, stopped when they are done. Each test makes its own database through
 * TEST_DATABASE_URL, the address of the maintenance database with a role that may create databases.
 */
async function startPostgres(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'waybill-postgres-'))
  const [port = 0] = await freePorts(1)
  const server = await PostgresServer.create({
    dataDir,
    port,
    password: 'test',
    logFile: join(dataDir, 'postgres.log'),
    // The data need not survive a crash of the machine.
    settings: { fsync: 'off', max_connections: '200' },
  })
  const end = async () => {
    await server.part.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await server.start()
  } catch (error) {
    await end()
    throw error
  }
  process.env.TEST_DATABASE_URL = server.url('postgres')
  return end
}
