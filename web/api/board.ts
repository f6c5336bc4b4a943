import type { boardOperations } from '@/lib/contract/operations/board'
import type { Routes } from '@/lib/server/http/route'
import { streamBoard } from '@/lib/server/live/stream'
import { board, wholeBoard } from '@/lib/server/packets/board'

export const boardRoutes: Routes<typeof boardOperations> = {
  'GET /api/board': async () => wholeBoard(await board().fresh()),
  'GET /api/events/board': ({ request }) => streamBoard(request),
}
