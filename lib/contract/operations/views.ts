/** Views: filters that were saved for all operators. */
import { z } from 'zod'
import { json, type OperationTable } from '../operation'
import { newView, viewChange, viewId, viewList, viewSchema } from '../view'

const tag = 'Views'
const params = z.object({ id: viewId })

export const viewOperations = {
  'GET /api/views': {
    id: 'listViews',
    tag,
    summary: 'Saved filters of the list of packets, each with its count',
    success: { 200: { description: 'All of them, by name.', schema: viewList } },
  },
  'POST /api/views': {
    id: 'createView',
    audit: {
      action: 'view.create',
      parameters: ['name', 'alert'],
      made: viewSchema.transform(({ id }) => id),
    },
    tag,
    summary: 'Save a filter for all operators',
    body: json(newView),
    success: { 201: { description: 'Saved.', schema: viewSchema } },
    problems: ['VIEW_EXISTS', 'TOO_MANY_VIEWS'],
  },
  'POST /api/views/{id}/actions/save': {
    id: 'saveView',
    audit: { action: 'view.save', parameters: ['name', 'alert'], given: ['filter'] },
    tag,
    params,
    summary: 'Give a view another name, another filter or another alert',
    description: 'If two operators change a view at the same time, the later change wins.',
    body: json(viewChange),
    success: { 200: { description: 'As it is then.', schema: viewSchema } },
    problems: ['VIEW_NOT_FOUND', 'VIEW_EXISTS'],
  },
  'POST /api/views/{id}/actions/delete': {
    id: 'deleteView',
    audit: { action: 'view.delete' },
    tag,
    params,
    summary: 'Delete a view',
    description: 'No packet is touched.',
    success: { 200: { description: 'The views that are left.', schema: viewList } },
    problems: ['VIEW_NOT_FOUND'],
  },
} as const satisfies OperationTable
