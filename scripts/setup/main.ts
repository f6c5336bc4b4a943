// `npm run setup`: prepares a Temporal server that is already there, for example beside a cluster's containers.
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { describeFailure } from '../console/problem'
import { loadDotenv } from '../stack/dotenv'
import { prepareTemporal } from './prepare-temporal'

async function main(): Promise<void> {
  loadDotenv()
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig()
  await prepareTemporal(connectionOptions, namespace, { limitMs: 120_000 })
  console.log(
    `Namespace ${namespace} on ${connectionOptions.address} has its retention and search attributes.`,
  )
}

await main().catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})
