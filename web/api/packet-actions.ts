import { randomUUID } from 'node:crypto'
import type { packetActionOperations } from '@/lib/contract/operations/packet-actions'
import type { Action } from '@/lib/packet/action'
import type { Packet } from '@/lib/packet/packet'
import type { Routes } from '@/lib/server/http/route'
import { actOn } from '@/lib/server/packets/act'

export const packetActionRoutes: Routes<typeof packetActionOperations> = {
  'POST /api/packets/{id}/actions/fail-over': (asked) => act(asked, { do: 'fail-over' }),
  'POST /api/packets/{id}/actions/extend': (asked) => act(asked, { do: 'extend', byMs: asked.body.byMs }),
  'POST /api/packets/{id}/actions/skip': (asked) => act(asked, { do: 'skip', provider: asked.body.provider }),
  'POST /api/packets/{id}/actions/prefer': (asked) =>
    act(asked, { do: 'prefer', provider: asked.body.provider }),
  'POST /api/packets/{id}/actions/confirm': (asked) => act(asked, { do: 'confirm' }),
  'POST /api/packets/{id}/actions/refuse': (asked) => act(asked, { do: 'refuse' }),
}

interface Asked {
  params: { id: string }
  headers: { 'Idempotency-Key'?: string | undefined }
  body: { attempt: number; reason: string; who?: string | undefined }
}

function act({ params, headers, body }: Asked, action: Action): Promise<Packet> {
  const { attempt, reason, who = null } = body
  const order = { packetId: params.id, attempt, action, by: { who, reason } }
  return actOn(order, headers['Idempotency-Key'] ?? randomUUID())
}
