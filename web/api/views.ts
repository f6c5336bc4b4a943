import type { viewOperations } from '@/lib/contract/operations/views'
import type { Routes } from '@/lib/server/http/route'
import { createView, getViews, removeView, saveView } from '@/lib/server/views'

export const viewRoutes: Routes<typeof viewOperations> = {
  'GET /api/views': async () => ({ items: await getViews() }),
  'POST /api/views': ({ body }) => createView(body),
  'POST /api/views/{id}/actions/save': ({ params, body }) => saveView(params.id, body),
  'POST /api/views/{id}/actions/delete': async ({ params }) => {
    await removeView(params.id)
    return { items: await getViews() }
  },
}
