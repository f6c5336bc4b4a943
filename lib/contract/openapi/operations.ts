/** Every operation of the API: the one table of routes. */
import { z } from 'zod'
import { brokerStatus } from '../broker'
import { liveness, readiness } from '../health'
import { healthReport } from '../health-report'
import { selfTestList, selfTestSchema } from '../self-test'
import {
  listBatches,
  listRowFaults,
  pauseBatch,
  previewBatch,
  repeatBatch,
  resultsCsv,
  resumeBatch,
  rowFaultsCsv,
  showBatch,
  stopBatch,
  upload,
} from './batch-operations'
import {
  drain,
  keptReceipts,
  pause,
  planRoute,
  probe,
  providers,
  receipt,
  reorder,
  resume,
  resumeSending,
  scoreboard,
  setRouting,
  setTimeout,
} from './carrier-operations'
import {
  deleteReceiver,
  disableReceiver,
  enableReceiver,
  packetNotificationsOperation,
  receivers,
  sendAgain,
  subscribe,
} from './notification-operations'
import {
  cancel,
  contents,
  counts,
  erase,
  history,
  list,
  listEvents,
  packetEvents,
  packetReceiptsOperation,
  readTime,
  reschedule,
  sendNow,
  show,
  submit,
} from './packet-operations'
import { dropQueue, getQueue, holdQueue, listQueues, releaseQueue } from './queue-operations'
import {
  createRecurrence,
  deleteRecurrence,
  editRecurrence,
  listRecurrences,
  pauseRecurrence,
  resumeRecurrence,
  runRecurrence,
} from './recurrence-operations'
import type { Operation } from './responses'

const live: Operation = {
  id: 'getLiveness',
  tag: 'Service',
  summary: 'This process answers',
  success: { 200: { description: 'Live.', schema: liveness } },
  problems: [],
}

const ready: Operation = {
  id: 'getReadiness',
  tag: 'Service',
  summary: 'Packets submitted now would be worked on',
  success: { 200: { description: 'Temporal answers and workers are alive.', schema: readiness } },
  problems: ['NOT_READY', 'STORE_UNREACHABLE', 'TEMPORAL_UNREACHABLE'],
}

const report: Operation = {
  id: 'getHealthReport',
  tag: 'Service',
  summary: 'Which part is where, how it is, and what should be set right',
  description: 'Always answers: a part that cannot be asked is told as down or unknown, with the reason.',
  success: { 200: { description: 'At most about two seconds old.', schema: healthReport } },
  problems: [],
}

const selfTests: Operation = {
  id: 'listSelfTests',
  tag: 'Service',
  summary: 'The last self-tests, newest first',
  description:
    'What Temporal says of those under way is at most about a second old. While Temporal is down, what is stored is told.',
  success: { 200: { description: 'At most 20.', schema: selfTestList } },
  problems: ['STORE_UNREACHABLE'],
}

const runSelfTest: Operation = {
  id: 'runSelfTest',
  tag: 'Service',
  summary: 'Runs a self-test: from here through Temporal and a worker to the greeting service and back',
  description:
    'Without a body. Answers as soon as Temporal has it; follow it by `GET /api/self-tests`. One on demand that is under way is joined. One that Temporal does not take has failed, and is answered like any other.',
  success: { 202: { description: 'The self-test.', schema: selfTestSchema } },
  problems: ['CROSS_ORIGIN', 'STORE_UNREACHABLE'],
}

const openapi: Operation = {
  id: 'getOpenApi',
  tag: 'Service',
  summary: 'This document',
  success: {
    200: { description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) },
  },
  problems: [],
}

const broker: Operation = {
  id: 'getBroker',
  tag: 'Service',
  summary: 'The consumers of a message broker, and how far they have come',
  success: { 200: { description: 'None where no consumer runs.', schema: brokerStatus } },
  problems: ['STORE_UNREACHABLE'],
}

type Methods = Partial<Record<'get' | 'post', Operation>>

export const operations: Readonly<Record<string, Methods>> = {
  '/api/packets': { post: submit, get: list },
  '/api/packets/{id}': { get: show },
  '/api/packets/{id}/contents': { get: contents },
  '/api/packets/{id}/history': { get: history },
  '/api/packets/{id}/receipts': { get: packetReceiptsOperation },
  '/api/packets/{id}/notifications': { get: packetNotificationsOperation },
  '/api/packets/{id}/actions/cancel': { post: cancel },
  '/api/packets/{id}/actions/reschedule': { post: reschedule },
  '/api/packets/{id}/actions/send-now': { post: sendNow },
  '/api/times': { get: readTime },
  '/api/packets/{id}/actions/erase': { post: erase },
  '/api/batches': { post: upload, get: listBatches },
  '/api/batch-previews': { post: previewBatch },
  '/api/batches/{id}': { get: showBatch },
  '/api/batches/{id}/faults': { get: listRowFaults },
  '/api/batches/{id}/faults.csv': { get: rowFaultsCsv },
  '/api/batches/{id}/results.csv': { get: resultsCsv },
  '/api/batches/{id}/actions/pause': { post: pauseBatch },
  '/api/batches/{id}/actions/resume': { post: resumeBatch },
  '/api/batches/{id}/actions/stop': { post: stopBatch },
  '/api/batches/{id}/actions/repeat': { post: repeatBatch },
  '/api/queues': { get: listQueues },
  '/api/queues/{key}': { get: getQueue },
  '/api/queues/{key}/actions/hold': { post: holdQueue },
  '/api/queues/{key}/actions/release': { post: releaseQueue },
  '/api/queues/{key}/actions/drop': { post: dropQueue },
  '/api/recurrences': { get: listRecurrences, post: createRecurrence },
  '/api/recurrences/{id}/actions/edit': { post: editRecurrence },
  '/api/recurrences/{id}/actions/pause': { post: pauseRecurrence },
  '/api/recurrences/{id}/actions/resume': { post: resumeRecurrence },
  '/api/recurrences/{id}/actions/run': { post: runRecurrence },
  '/api/recurrences/{id}/actions/delete': { post: deleteRecurrence },
  '/api/events/packets': { get: listEvents },
  '/api/events/packets/{id}': { get: packetEvents },
  '/api/counts': { get: counts },
  '/api/callbacks/transmit': { post: receipt },
  '/api/receipts': { get: keptReceipts },
  '/api/providers': { get: providers },
  '/api/providers/scoreboard': { get: scoreboard },
  '/api/providers/{name}/actions/drain': { post: drain },
  '/api/providers/{name}/actions/resume': { post: resume },
  '/api/providers/{name}/actions/set-timeout': { post: setTimeout },
  '/api/providers/{name}/actions/probe': { post: probe },
  '/api/providers/actions/reorder': { post: reorder },
  '/api/providers/actions/pause': { post: pause },
  '/api/providers/actions/resume': { post: resumeSending },
  '/api/providers/actions/set-routing': { post: setRouting },
  '/api/receivers': { get: receivers, post: subscribe },
  '/api/receivers/{id}/actions/enable': { post: enableReceiver },
  '/api/receivers/{id}/actions/disable': { post: disableReceiver },
  '/api/receivers/{id}/actions/delete': { post: deleteReceiver },
  '/api/notifications/{id}/actions/send-again': { post: sendAgain },
  '/api/route': { get: planRoute },
  '/api/self-tests': { get: selfTests, post: runSelfTest },
  '/api/health': { get: report },
  '/api/health/live': { get: live },
  '/api/health/ready': { get: ready },
  '/api/broker': { get: broker },
  '/api/openapi.json': { get: openapi },
}
