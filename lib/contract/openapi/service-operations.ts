import { z } from 'zod'
import { liveness, readiness } from '../health'
import type { Operation } from './responses'

export const live: Operation = {
  id: 'getLiveness',
  tag: 'Service',
  summary: 'This process answers',
  success: { 200: { description: 'Live.', schema: liveness } },
  problems: [],
}

export const ready: Operation = {
  id: 'getReadiness',
  tag: 'Service',
  summary: 'Packets submitted now would be worked on',
  success: { 200: { description: 'Temporal answers and workers are alive.', schema: readiness } },
  problems: ['NOT_READY', 'STORE_UNREACHABLE', 'TEMPORAL_UNREACHABLE'],
}

export const openapi: Operation = {
  id: 'getOpenApi',
  tag: 'Service',
  summary: 'This document',
  success: {
    200: { description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) },
  },
  problems: [],
}
