/** The schemas of the types in `lib/packet/reason`: why things went as they did, as codes with parameters. */
import { z } from 'zod'
import {
  type AttemptReason,
  type CancelReason,
  type FailureReason,
  faultCodes,
  type LookupError,
  type Wait,
} from '@/lib/packet/reason'

const fault = { code: z.enum(faultCodes), errno: z.string().nullable() }

const unreachable = [
  z.object({ ...fault, also: z.array(z.object(fault)) }),
  z.object({ code: z.literal('ERROR_STATUS'), status: z.int() }),
  z.object({ code: z.literal('NOT_CONFIGURED') }),
  z.object({ code: z.literal('HAND_OVER_FAILED'), error: z.string() }),
] as const

const ended = z.discriminatedUnion('code', [
  z.object({
    code: z.literal('NO_RECEIPT'),
    withinMs: z.number(),
    graceMs: z.number(),
    outageWentOn: z.boolean(),
  }),
  z.object({ code: z.literal('REFUSED'), words: z.string().nullable() }),
  z.object({
    code: z.enum(['REFUSED_BY_HAND', 'FAILED_OVER']),
    who: z.string().nullable(),
    reason: z.string(),
  }),
  z.object({ code: z.literal('REJECTED'), status: z.int(), redirect: z.string().nullable() }),
  ...unreachable,
  z.object({ code: z.literal('OVERTAKEN'), by: z.string() }),
  z.object({ code: z.enum(['CANCELED', 'EXPIRED', 'FAILED']) }),
])

export const attemptReason = z.union([
  ended,
  z.object({ code: z.literal('RECALLED'), after: ended }),
]) satisfies z.ZodType<AttemptReason>

export const lookupError = z.discriminatedUnion('code', [
  z.object({ code: z.literal('ROUTING_ERROR'), words: z.string() }),
  z.object({ code: z.literal('WORKER_BUSY') }),
]) satisfies z.ZodType<LookupError>

export const wait = z.discriminatedUnion('why', [
  z.object({ why: z.literal('outage'), reason: z.discriminatedUnion('code', [...unreachable]) }),
  z.object({
    why: z.literal('paused'),
    hold: z.discriminatedUnion('is', [
      z.object({ is: z.literal('paused'), words: z.string() }),
      z.object({ is: z.literal('resuming'), percent: z.number(), inMs: z.number() }),
    ]),
  }),
  z.object({ why: z.literal('unavailable'), drained: z.array(z.string()), broken: z.array(z.string()) }),
]) satisfies z.ZodType<Wait>

export const failureReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('ROUTING_GAVE_UP'), tries: z.int(), error: lookupError }),
  z.object({ code: z.literal('INTERNAL'), error: z.string().nullable() }),
  z.object({ code: z.literal('CONTENTS_LOST') }),
]) satisfies z.ZodType<FailureReason>

export const cancelReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('CANCELED_BY_OPERATOR'), words: z.string(), who: z.string().nullable() }),
  z.object({ code: z.literal('CANCELED_IN_TEMPORAL') }),
]) satisfies z.ZodType<CancelReason>
