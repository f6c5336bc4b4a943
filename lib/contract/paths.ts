/** Every address of the web process, in one place, and the path that a proxy may serve all of them under. */

/** The path of `PUBLIC_URL`, without a slash at its end; empty where it has none. */
export function publicPathOf(publicUrl: string | undefined): string {
  return publicUrl === undefined || publicUrl === '' ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '')
}

/** The same as it was built into the pages: what a page asks of its own server begins with it. */
export const builtPublicPath = process.env.BUILT_PUBLIC_PATH ?? ''

const packet = (id: string) => `/api/packets/${encodeURIComponent(id)}`

const queue = (orderingKey: string) => `/api/queues/${encodeURIComponent(orderingKey)}`

const batch = (id: string) => `/api/batches/${encodeURIComponent(id)}`

export const apiPaths = {
  packets: '/api/packets',
  packet,
  contents: (id: string) => `${packet(id)}/contents`,
  history: (id: string) => `${packet(id)}/history`,
  packetReceipts: (id: string) => `${packet(id)}/receipts`,
  cancel: (id: string) => `${packet(id)}/actions/cancel`,
  reschedule: (id: string) => `${packet(id)}/actions/reschedule`,
  sendNow: (id: string) => `${packet(id)}/actions/send-now`,
  times: '/api/times',
  erase: (id: string) => `${packet(id)}/actions/erase`,
  packetNotifications: (id: string) => `${packet(id)}/notifications`,
  sendAgain: (id: string) => `/api/notifications/${encodeURIComponent(id)}/actions/send-again`,
  receivers: '/api/receivers',
  /** @param action one of `enable`, `disable`, `delete` */
  receiverAction: (id: string, action: string) =>
    `/api/receivers/${encodeURIComponent(id)}/actions/${action}`,
  packetEvents: (id: string) => `/api/events/packets/${encodeURIComponent(id)}`,
  listEvents: '/api/events/packets',
  counts: '/api/counts',
  batches: '/api/batches',
  batch,
  batchPreview: '/api/batch-previews',
  batchFaults: (id: string) => `${batch(id)}/faults`,
  batchFaultsCsv: (id: string) => `${batch(id)}/faults.csv`,
  batchResults: (id: string) => `${batch(id)}/results.csv`,
  /** @param action one of `pause`, `resume`, `stop`, `repeat` */
  batchAction: (id: string, action: string) => `${batch(id)}/actions/${action}`,
  queues: '/api/queues',
  queue,
  /** @param action one of `hold`, `release`, `drop` */
  queueAction: (orderingKey: string, action: string) => `${queue(orderingKey)}/actions/${action}`,
  recurrences: '/api/recurrences',
  /** @param action one of `edit`, `pause`, `resume`, `run`, `delete` */
  recurrenceAction: (id: string, action: string) =>
    `/api/recurrences/${encodeURIComponent(id)}/actions/${action}`,
  receipts: '/api/callbacks/transmit',
  keptReceipts: '/api/receipts',
  providers: '/api/providers',
  scoreboard: '/api/providers/scoreboard',
  /** @param action one of `drain`, `resume`, `set-timeout`, `probe` */
  providerAction: (name: string, action: string) =>
    `/api/providers/${encodeURIComponent(name)}/actions/${action}`,
  /** @param action one of `reorder`, `pause`, `resume`, `set-routing` */
  providersAction: (action: string) => `/api/providers/actions/${action}`,
  route: '/api/route',
  selfTests: '/api/self-tests',
  health: '/api/health',
  broker: '/api/broker',
  live: '/api/health/live',
  ready: '/api/health/ready',
  openapi: '/api/openapi.json',
} as const

export const pagePaths = {
  packets: '/packets',
  packet: (id: string) => `/packets/${encodeURIComponent(id)}`,
  submit: '/submit',
  batches: '/batches',
  batch: (id: string) => `/batches/${encodeURIComponent(id)}`,
  queues: '/queues',
  recurring: '/recurring',
  providers: '/providers',
  receipts: '/receipts',
  health: '/health',
  notifications: '/notifications',
} as const

/** Names the build that answered, so that a page can tell when the server was updated. */
export const buildHeader = 'waybill-build'
