/** The schema of the read model that the workflow keeps in its memo; `lib/packet/snapshot` packs and unpacks it. */
import { z } from 'zod'
import { packetStatuses } from '@/lib/packet/packet'
import type { PacketSnapshot } from '@/lib/packet/snapshot'
import { codeOf, graceCodeOf, handOverCodeOf, recallCodeOf } from '@/lib/packet/snapshot-attempt'
import { skipCodeOf, wayCodeOf } from '@/lib/packet/snapshot-choice'
import { attemptReason, cancelReason, failureReason, lookupError, wait } from './reason'

const offset = z.int()

const choiceSnapshot = z.tuple([
  z.enum(Object.values(wayCodeOf)),
  z.number().nullable(),
  z.number().nullable(),
  z.array(z.tuple([z.string(), z.enum(Object.values(skipCodeOf))])),
])

const attemptSnapshot = z.object({
  p: z.string(),
  o: z.enum(Object.values(codeOf)),
  t: offset,
  d: offset,
  e: offset.exactOptional(),
  why: attemptReason.exactOptional(),
  h: z.tuple([z.enum(Object.values(handOverCodeOf)), z.int().nullable(), z.int().nullable()]).exactOptional(),
  r: z.tuple([offset, z.boolean(), z.string().nullable()]).exactOptional(),
  ref: z.string().exactOptional(),
  late: z.literal(1).exactOptional(),
  open: z.literal(1).exactOptional(),
  m: z.literal(1).exactOptional(),
  g: offset.exactOptional(),
  gw: z.tuple([z.enum(Object.values(graceCodeOf)), offset]).exactOptional(),
  dup: z.int().exactOptional(),
  con: z.literal(1).exactOptional(),
  rc: z.tuple([offset, z.enum(Object.values(recallCodeOf))]).exactOptional(),
  c: choiceSnapshot.exactOptional(),
})

export const packetSnapshot = z.object({
  v: z.literal(1),
  status: z.enum(packetStatuses),
  reason: z.string(),
  t0: z.int(),
  u: offset,
  e: offset.exactOptional(),
  max: z.int(),
  a: z.array(attemptSnapshot),
  by: z.int().exactOptional(),
  look: z.tuple([z.int(), lookupError, offset.nullable()]).exactOptional(),
  canceled: cancelReason.exactOptional(),
  failure: failureReason.exactOptional(),
  w: z.tuple([offset, offset, wait]).exactOptional(),
  x: offset.exactOptional(),
  s: z.int().exactOptional(),
}) satisfies z.ZodType<PacketSnapshot>
