/** The schema of the read model that the workflow keeps in its memo; `lib/packet/snapshot` packs and unpacks it. */
import { z } from 'zod'
import { packetStatuses } from '@/lib/packet/packet'
import type { PacketSnapshot } from '@/lib/packet/snapshot'
import { codeOf } from '@/lib/packet/snapshot-attempt'

const offset = z.int()

const attemptSnapshot = z.object({
  p: z.string(),
  o: z.enum(Object.values(codeOf)),
  t: offset,
  d: offset,
  e: offset.exactOptional(),
  why: z.string().exactOptional(),
  h: z.tuple([z.enum(['A', 'F']), z.int().nullable(), z.int().nullable()]).exactOptional(),
  r: z.tuple([offset, z.boolean(), z.string().nullable()]).exactOptional(),
  late: z.literal(1).exactOptional(),
  open: z.literal(1).exactOptional(),
  g: offset.exactOptional(),
  dup: z.int().exactOptional(),
  con: z.literal(1).exactOptional(),
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
  look: z.tuple([z.int(), z.string(), offset.nullable()]).exactOptional(),
  canceled: z.string().exactOptional(),
  failure: z.string().exactOptional(),
}) satisfies z.ZodType<PacketSnapshot>
