// Makes the namespace exist and keep ended packets long enough; uniqueness of ids holds as long.
import { type Connection, isGrpcServiceError } from '@temporalio/client'
import proto from '@temporalio/proto'

/** Temporal keeps the history of a workflow this long after its end. */
export const retentionDays = 30

const GRPC_NOT_FOUND = 5
const DAY_SECONDS = 86_400

async function currentRetention(connection: Connection, namespace: string): Promise<number | null> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace })
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0)
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === GRPC_NOT_FOUND) return null
    throw error
  }
}

/**
 * Creates the namespace when it is missing, otherwise raises its retention when that is shorter; never lowers it.
 * @returns what was done
 */
export async function ensureNamespace(
  connection: Connection,
  namespace: string,
  days: number = retentionDays,
): Promise<'created' | 'raised' | 'unchanged'> {
  const wanted = proto.google.protobuf.Duration.fromObject({ seconds: days * DAY_SECONDS })
  const seconds = await currentRetention(connection, namespace)
  if (seconds === null) {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: wanted,
    })
    return 'created'
  }
  // 0 means that ended workflows are kept for ever.
  if (seconds === 0 || seconds >= days * DAY_SECONDS) return 'unchanged'
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: wanted },
  })
  return 'raised'
}
