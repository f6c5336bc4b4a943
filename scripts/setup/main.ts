// `npm run setup`: prepares a Temporal server that is already there, for example beside a cluster's containers.
import { readTemporal } from '@/lib/temporal/settings'
import { describeFailure } from '../console/problem'
import { loadDotenv } from '../stack/dotenv'
import { prepareTemporal } from './prepare-temporal'

const LIMIT_MS = 120_000

async function main(): Promise<void> {
  loadDotenv()
  const { connectionOptions, namespace } = readTemporal(process.env)
  const { address } = connectionOptions
  console.log(
    `Preparing namespace ${namespace} on ${address}, which may take ${LIMIT_MS / 1000} s to answer …`,
  )
  await prepareTemporal(connectionOptions, namespace, { limitMs: LIMIT_MS })
  console.log(`Namespace ${namespace} on ${address} has its retention and search attributes.`)
}

await main().catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})
