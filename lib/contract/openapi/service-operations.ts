import { z } from 'zod'
import { greeting, greetingQuery } from '../greeting'
import { liveness, livenessQuery, readiness } from '../health'
import type { Operation } from './responses'

export const live: Operation = {
  id: 'getLiveness',
  tag: 'Service',
  summary: 'This process answers, and since when receipts could be taken',
  query: livenessQuery,
  success: { 200: { description: 'Live.', schema: liveness } },
  problems: [],
}

export const ready: Operation = {
  id: 'getReadiness',
  tag: 'Service',
  summary: 'Packets submitted now would be worked on',
  success: { 200: { description: 'Temporal answers and workers are alive.', schema: readiness } },
  problems: ['NOT_READY', 'TEMPORAL_UNREACHABLE'],
}

export const greet: Operation = {
  id: 'greet',
  tag: 'Service',
  summary: 'Greets by name; the self-test workflow calls it',
  query: greetingQuery,
  success: { 200: { description: 'The greeting.', schema: greeting } },
  problems: [],
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
