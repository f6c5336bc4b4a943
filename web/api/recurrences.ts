import { maxRecurrenceBytes, newRecurrence, type RecurrenceList } from '@/lib/contract/recurrence'
import { json, type Routes } from '@/lib/server/http/endpoint'
import { noQuery, parseBody, parseQuery, recurrenceIdOf } from '@/lib/server/http/request'
import {
  createRecurrence,
  deleteRecurrence,
  editRecurrence,
  getRecurrences,
  pauseRecurrence,
  runRecurrence,
} from '@/lib/server/recurrences'

export const recurrenceRoutes: Routes = {
  '/api/recurrences': {
    async GET(request) {
      parseQuery(request, noQuery)
      return json({ items: await getRecurrences() } satisfies RecurrenceList)
    },
    async POST(request) {
      parseQuery(request, noQuery)
      const asked = await parseBody(request, newRecurrence, maxRecurrenceBytes)
      return json(await createRecurrence(asked), { status: 201 })
    },
  },
  '/api/recurrences/:id/actions/edit': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const asked = await parseBody(request, newRecurrence, maxRecurrenceBytes)
      return json(await editRecurrence(recurrenceIdOf(params), asked))
    },
  },
  '/api/recurrences/:id/actions/pause': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      return json(await pauseRecurrence(recurrenceIdOf(params), true))
    },
  },
  '/api/recurrences/:id/actions/resume': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      return json(await pauseRecurrence(recurrenceIdOf(params), false))
    },
  },
  '/api/recurrences/:id/actions/run': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      return json(await runRecurrence(recurrenceIdOf(params)))
    },
  },
  '/api/recurrences/:id/actions/delete': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      return json(await deleteRecurrence(recurrenceIdOf(params)))
    },
  },
}
