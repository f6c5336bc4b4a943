import type { recurrenceOperations } from '@/lib/contract/operations/recurrences'
import type { Routes } from '@/lib/server/http/route'
import {
  createRecurrence,
  deleteRecurrence,
  editRecurrence,
  getRecurrences,
  pauseRecurrence,
  runRecurrence,
} from '@/lib/server/recurrences'

export const recurrenceRoutes: Routes<typeof recurrenceOperations> = {
  'GET /api/recurrences': async () => ({ items: await getRecurrences() }),
  'POST /api/recurrences': ({ body }) => createRecurrence(body),
  'POST /api/recurrences/{id}/actions/edit': ({ params, body }) => editRecurrence(params.id, body),
  'POST /api/recurrences/{id}/actions/pause': ({ params }) => pauseRecurrence(params.id, true),
  'POST /api/recurrences/{id}/actions/resume': ({ params }) => pauseRecurrence(params.id, false),
  'POST /api/recurrences/{id}/actions/run': ({ params }) => runRecurrence(params.id),
  'POST /api/recurrences/{id}/actions/delete': ({ params }) => deleteRecurrence(params.id),
}
