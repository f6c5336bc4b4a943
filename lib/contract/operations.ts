/** Every operation of the API. */
import { auditOperations } from './operations/audit'
import { batchOperations } from './operations/batches'
import { boardOperations } from './operations/board'
import { bulkActionOperations } from './operations/bulk-actions'
import { receiptOperations } from './operations/carriers'
import { installationOperations } from './operations/installation'
import { notificationOperations } from './operations/notifications'
import { packetActionOperations } from './operations/packet-actions'
import { packetOperations } from './operations/packets'
import { providerOperations } from './operations/providers'
import { queueOperations } from './operations/queues'
import { recurrenceOperations } from './operations/recurrences'
import { viewOperations } from './operations/views'

/** The operations that the API's own routes answer. */
export const operations = {
  ...packetOperations,
  ...packetActionOperations,
  ...boardOperations,
  ...batchOperations,
  ...bulkActionOperations,
  ...queueOperations,
  ...viewOperations,
  ...recurrenceOperations,
  ...providerOperations,
  ...notificationOperations,
  ...auditOperations,
  ...installationOperations,
}

export type Operations = typeof operations

/** All documented operations, including those that another listener answers. */
export const documented = { ...operations, ...receiptOperations }
