/** The installation as a whole: its health, its counts, the receipts that no packet took, and its description. */
import { z } from 'zod'
import { brokerStatus } from '../broker'
import { liveness, readiness } from '../health'
import { healthReport } from '../health-report'
import { keptReceiptPage, keptReceiptQuery } from '../kept-receipt'
import type { OperationTable } from '../operation'
import { findingsSchema, overviewQuery, overviewSchema } from '../overview'
import { selfTestList, selfTestSchema } from '../self-test'
import { standingSchema } from '../streams'

export const installationOperations = {
  'GET /api/health/live': {
    id: 'getLiveness',
    tag: 'Service',
    summary: 'This process answers',
    success: { 200: { description: 'Live.', schema: liveness } },
    needs: 'nothing',
  },
  'GET /api/health/ready': {
    id: 'getReadiness',
    tag: 'Service',
    summary: 'Ready: packets submitted now would be processed',
    success: { 200: { description: 'Temporal answers and workers are alive.', schema: readiness } },
    needs: 'temporal',
    problems: ['STORE_SET_BACK'],
  },
  'GET /api/health': {
    id: 'getHealthReport',
    tag: 'Service',
    summary: 'Every part, its state, and the problems to fix',
    description:
      'Always answers: a part that does not answer is reported as down or unknown, with the reason.',
    success: { 200: { description: 'At most about two seconds old.', schema: healthReport } },
    needs: 'nothing',
  },
  'GET /api/overview': {
    id: 'getOverview',
    tag: 'Service',
    summary: 'What became of packets over a window, and what needs an operator now',
    description: 'Counted at most once a second, however many clients ask.',
    query: overviewQuery,
    success: { 200: { description: 'The overview.', schema: overviewSchema } },
  },
  'GET /api/findings': {
    id: 'getFindings',
    tag: 'Service',
    summary: 'What needs an operator now',
    description: 'The findings of the overview, without its counts.',
    success: { 200: { description: 'At most about a second old.', schema: findingsSchema } },
  },
  'GET /api/self-tests': {
    id: 'listSelfTests',
    tag: 'Service',
    summary: 'The last self-tests, newest first',
    description:
      'The state of running self-tests is at most about a second old. While Temporal is down, the stored results are returned.',
    success: { 200: { description: 'At most 20.', schema: selfTestList } },
  },
  'POST /api/self-tests': {
    id: 'runSelfTest',
    audit: { action: 'self-test.run' },
    tag: 'Service',
    summary: 'Runs a self-test: from here through Temporal and a worker to the greeting service and back',
    description:
      'Answers as soon as Temporal has it; follow it by `GET /api/self-tests`. If one started on demand is under way, it is returned instead. One that Temporal does not accept counts as failed and is returned like any other.',
    success: { 202: { description: 'The self-test.', schema: selfTestSchema } },
  },
  'GET /api/openapi.json': {
    id: 'getOpenApi',
    tag: 'Service',
    summary: 'This document',
    success: {
      200: { description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) },
    },
    needs: 'nothing',
  },
  'GET /api/broker': {
    id: 'getBroker',
    tag: 'Service',
    summary: 'The consumers of a message broker, and how far they have come',
    success: { 200: { description: 'Empty if no consumer runs.', schema: brokerStatus } },
  },
  'GET /api/counts': {
    id: 'countPackets',
    tag: 'Live',
    summary: 'Packets in each status, and those that need attention',
    description:
      'The same as the events `counts` and `attention` of a list stream, at most a few seconds old.',
    success: { 200: { description: 'The counts.', schema: standingSchema } },
  },
  'GET /api/receipts': {
    id: 'listReceipts',
    tag: 'Carriers',
    summary: 'Receipts that no packet took',
    description:
      'Genuine ones are kept for as long as packets are, newest first. Refused ones are counted by the web process that answers, since its start; the last few are listed.',
    query: keptReceiptQuery,
    success: { 200: { description: 'One page.', schema: keptReceiptPage } },
  },
} as const satisfies OperationTable
