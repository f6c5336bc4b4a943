// Sets up a Temporal server, own or external, as the product needs it.
import { Connection, isGrpcServiceError } from '@temporalio/client'
import proto from '@temporalio/proto'
import { grpc } from '@/lib/temporal/grpc'
import { channelArgs, readTemporal, type TemporalSettings } from '@/lib/temporal/settings'
import { explainTrouble } from '@/lib/temporal/trouble'
import { Problem } from '../console/problem'
import { loadDotenv } from '../stack/dotenv'
import { waitUntil } from '../stack/wait-until'

const LIMIT_MS = 15_000
const CALL_LIMIT_MS = 3000

const REFUSALS = new Map([
  [7, 'the credentials do not allow it'],
  [12, 'the server does not offer it to clients'],
  [16, 'the credentials are missing or wrong'],
])

async function prepare(connection: Connection, namespace: string): Promise<void> {
  try {
    await ensureNamespace(connection, namespace)
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    throw new Problem(
      `Namespace ${namespace} and its retention could not be set up: ${refusal}; ask an administrator to give namespace ${namespace} a retention of ${retentionDays} days or more, and to create it if it is missing.`,
    )
  }
}

/** gRPC statuses that a retry would not change. */
const FINAL = [3, 9]

function refusalOf(error: unknown): string | undefined {
  if (!isGrpcServiceError(error)) return undefined
  if (FINAL.includes(error.code)) return error.details.replace(/\.$/, '')
  return REFUSALS.get(error.code)
}

/**
 * Waits for the server, then sets up namespace and retention. Idempotent.
 * @throws Problem when the server does not answer in time or denies permission
 */
export async function prepareTemporal(
  options: TemporalSettings['connectionOptions'],
  namespace: string,
  { limitMs = LIMIT_MS, signal }: { limitMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  // Without the library's retries, which would hide the server's answer behind a time-out. This function retries
  // itself.
  const connection = Connection.lazy({
    ...options,
    channelArgs: channelArgs(options.address),
    interceptors: [],
  })
  let last: unknown
  try {
    const done = await waitUntil(
      async () => {
        try {
          await connection.withDeadline(Date.now() + CALL_LIMIT_MS, () => prepare(connection, namespace))
          return true
        } catch (error) {
          if (error instanceof Problem) throw error
          last = error
          return false
        }
      },
      { limitMs, signal },
    )
    if (!done) throw new Problem(await explainTrouble(last, { connectionOptions: options, namespace }))
  } finally {
    await connection.close()
  }
}

/** Temporal keeps the history of a workflow this long after its end. */
export const retentionDays = 30

const RETENTION_SECONDS = retentionDays * 86_400

async function currentRetention(connection: Connection, namespace: string): Promise<number | null> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace })
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0)
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === grpc.NOT_FOUND) return null
    throw error
  }
}

/**
 * Creates a missing namespace, or raises the retention of an existing one when it is shorter; never lowers it.
 * @returns what was done
 */
export async function ensureNamespace(
  connection: Connection,
  namespace: string,
): Promise<'created' | 'raised' | 'unchanged'> {
  const wanted = proto.google.protobuf.Duration.fromObject({ seconds: RETENTION_SECONDS })
  const seconds = await currentRetention(connection, namespace)
  if (seconds === null) {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: wanted,
    })
    return 'created'
  }
  // 0 means that ended workflows are kept forever.
  if (seconds === 0 || seconds >= RETENTION_SECONDS) return 'unchanged'
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: wanted },
  })
  return 'raised'
}

const PATIENCE_MS = 120_000

/** `npm run setup`: prepares an existing server, for example one in a cluster. */
export async function setUp(): Promise<undefined> {
  loadDotenv()
  const { connectionOptions, namespace } = readTemporal(process.env)
  const { address } = connectionOptions
  console.log(
    `Preparing namespace ${namespace} on ${address}, which may take ${PATIENCE_MS / 1000} s to answer …`,
  )
  await prepareTemporal(connectionOptions, namespace, { limitMs: PATIENCE_MS })
  console.log(`Namespace ${namespace} on ${address} has its retention of ${retentionDays} days or more.`)
}
