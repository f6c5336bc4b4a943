/** Recurring submissions. */
import { z } from 'zod'
import { json, type OperationTable } from '../operation'
import {
  maxRecurrenceBytes,
  newRecurrence,
  recurrenceId,
  recurrenceList,
  recurrenceSchema,
} from '../recurrence'

const changed = { 200: { description: 'As it is then.', schema: recurrenceSchema } } as const
const tag = 'Recurring'
const params = z.object({ id: recurrenceId })

export const recurrenceOperations = {
  'GET /api/recurrences': {
    id: 'listRecurrences',
    tag,
    summary: 'Recurring submissions, with their next and last runs',
    success: { 200: { description: 'All of them, by name.', schema: recurrenceList } },
  },
  'POST /api/recurrences': {
    id: 'createRecurrence',
    audit: {
      action: 'recurrence.create',
      parameters: ['name', 'timing'],
      made: recurrenceSchema.transform(({ id }) => id),
    },
    tag,
    summary: 'Submit a packet again and again',
    description:
      'By a cron expression and a time zone, or at an interval. Each run is a packet of its own, with the id `<recurrence>-<time>`. Runs missed during an outage are made up for up to an hour back.',
    body: json(newRecurrence, maxRecurrenceBytes),
    success: {
      201: {
        description: 'Stored; Temporal gets it at once, or as soon as it can be reached.',
        schema: recurrenceSchema,
      },
    },
  },
  'POST /api/recurrences/{id}/actions/edit': {
    id: 'editRecurrence',
    audit: { action: 'recurrence.edit', parameters: ['name', 'timing'] },
    tag,
    params,
    summary: 'Change what is submitted, and when',
    body: json(newRecurrence, maxRecurrenceBytes),
    success: changed,
    problems: ['RECURRENCE_NOT_FOUND'],
  },
  'POST /api/recurrences/{id}/actions/pause': {
    id: 'pauseRecurrence',
    audit: { action: 'recurrence.pause' },
    tag,
    params,
    summary: 'Pause: submit nothing until it is resumed',
    success: changed,
    problems: ['RECURRENCE_NOT_FOUND'],
  },
  'POST /api/recurrences/{id}/actions/resume': {
    id: 'resumeRecurrence',
    audit: { action: 'recurrence.resume' },
    tag,
    params,
    summary: 'Resume a recurring submission',
    success: changed,
    problems: ['RECURRENCE_NOT_FOUND'],
  },
  'POST /api/recurrences/{id}/actions/run': {
    id: 'runRecurrence',
    audit: { action: 'recurrence.run' },
    tag,
    params,
    summary: 'Submit one extra packet now',
    success: changed,
    needs: 'temporal',
    problems: ['RECURRENCE_NOT_FOUND'],
  },
  'POST /api/recurrences/{id}/actions/delete': {
    id: 'deleteRecurrence',
    audit: { action: 'recurrence.delete' },
    tag,
    params,
    summary: 'Delete a recurring submission',
    description: 'Packets that it has submitted stay.',
    success: {
      200: { description: 'The deleted recurring submission, as it was.', schema: recurrenceSchema },
    },
    problems: ['RECURRENCE_NOT_FOUND'],
  },
} as const satisfies OperationTable
