/** What the live board shows: everything in flight, and for some seconds how it ended. */
import { z } from 'zod'
import { attemptOutcomes, handOverStates } from '@/lib/packet/packet'
import { waitReasons } from '@/lib/packet/reason'
import { cappedCount, instant } from './fields'
import { packetStatus } from './packet'

const boardAttempt = z
  .object({
    number: z.int().min(1),
    provider: z.string(),
    outcome: z.enum(attemptOutcomes),
    handOver: z.enum(handOverStates),
    transmittedAt: instant,
    deadline: instant,
    graceUntil: instant.nullable(),
    endedAt: instant.nullable(),
    receivedAt: instant.nullable().meta({ description: 'Of its receipt.' }),
    late: z.boolean(),
  })
  .meta({ id: 'BoardAttempt' })

export type BoardAttempt = z.infer<typeof boardAttempt>

/** The part of a packet that a lane shows. */
const boardRow = z
  .object({
    id: z.string(),
    destination: z.string(),
    batch: z.string().nullable(),
    status: packetStatus,
    stuck: z.boolean(),
    waiting: z
      .enum(waitReasons)
      .nullable()
      .meta({ description: 'Why the packet cannot be handed to any provider now.' }),
    createdAt: instant,
    begunAt: instant.nullable(),
    endedAt: instant.nullable(),
    attempts: z.array(boardAttempt),
  })
  .meta({ id: 'BoardRow' })

export type BoardRow = z.infer<typeof boardRow>

/** What has changed on the board since the last message of this stream. */
export const boardChange = z
  .object({
    whole: z
      .boolean()
      .meta({ description: '`rows` is the complete board: it replaces all rows sent before.' }),
    rows: z.array(boardRow).meta({ description: 'New rows, and changed rows as they are now.' }),
    gone: z.array(z.string()).meta({ description: 'Ids of packets that are no longer on the board.' }),
    inFlight: cappedCount('Packets in flight, on the board or not.'),
  })
  .meta({ id: 'BoardChange' })

export type BoardChange = z.infer<typeof boardChange>
