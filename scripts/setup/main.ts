// `npm run setup`: prepares a Temporal server that is already there, for example beside a cluster's containers.
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { describeFailure } from '../console/problem'
import { loadDotenv } from '../stack/dotenv'
import { prepareTemporal } from './prepare-temporal'

/** Where a Temporal client looks when it is told nothing. */
const DEFAULT_ADDRESS = '127.0.0.1:7233'
const LIMIT_MS = 120_000

async function main(): Promise<void> {
  loadDotenv()
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig()
  const { address = DEFAULT_ADDRESS } = connectionOptions
  console.log(
    `Preparing namespace ${namespace} on ${address}, which may take ${LIMIT_MS / 1000} s to answer …`,
  )
  await prepareTemporal({ ...connectionOptions, address }, namespace, { limitMs: LIMIT_MS })
  console.log(`Namespace ${namespace} on ${address} has its retention and search attributes.`)
}

await main().catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})
