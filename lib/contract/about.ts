/** Finds which packets the argument of a call is about, for log lines. Contents are never included. */

export interface About {
  packetId?: string
  attempt?: number
  /** The number of packets, if there are several. */
  packets?: number
}

/** @param argument of a workflow, an activity or a signal: one value that names a packet, or several */
export function aboutOf(argument: unknown): About {
  const listed = listIn(argument)
  if (listed === null) return isObject(argument) ? named(argument) : {}
  const [only, ...others] = listed
  if (others.length > 0) return { packets: listed.length }
  return isObject(only) ? named(only) : {}
}

function listIn(argument: unknown): readonly unknown[] | null {
  if (Array.isArray(argument)) return argument
  if (!isObject(argument)) return null
  const { packets, orders } = argument
  if (Array.isArray(packets)) return packets
  return Array.isArray(orders) ? orders : null
}

/** `id` is a packet's id only next to an `epoch` (a share) or a `request`: values of other kinds have ids, too. */
function named(item: Record<string, unknown>): About {
  const { packetId, id, attempt } = item
  const name = packetId ?? ('epoch' in item || 'request' in item ? id : undefined)
  return {
    ...(typeof name === 'string' && { packetId: name }),
    ...(typeof attempt === 'number' && { attempt }),
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
