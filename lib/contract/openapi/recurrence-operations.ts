/** Recurring submissions. */
import { newRecurrence, recurrenceList, recurrenceSchema } from '../recurrence'
import type { Operation } from './responses'

const changed = { 200: { description: 'As it is then.', schema: recurrenceSchema } } as const
const tag = 'Recurring'
const problems = ['CROSS_ORIGIN', 'RECURRENCE_NOT_FOUND', 'STORE_UNREACHABLE'] as const
const withBody = ['TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const

export const listRecurrences: Operation = {
  id: 'listRecurrences',
  tag,
  summary: 'Recurring submissions, with their next and last runs',
  success: { 200: { description: 'All of them, by name.', schema: recurrenceList } },
  problems: ['STORE_UNREACHABLE'],
}

export const createRecurrence: Operation = {
  id: 'createRecurrence',
  tag,
  summary: 'Submit a packet again and again',
  description:
    'By a cron expression and a time zone, or at an interval. Each run is a packet of its own, with the id `<recurrence>-<time>`. What was missed while everything was down is made up for an hour back.',
  body: newRecurrence,
  success: {
    201: { description: 'Stored; Temporal is told then, or as soon as it can be.', schema: recurrenceSchema },
  },
  problems: ['CROSS_ORIGIN', 'STORE_UNREACHABLE', ...withBody],
}

export const editRecurrence: Operation = {
  id: 'editRecurrence',
  tag,
  ofRecurrence: true,
  summary: 'Change what is submitted, and when',
  body: newRecurrence,
  success: changed,
  problems: [...problems, ...withBody],
}

export const pauseRecurrence: Operation = {
  id: 'pauseRecurrence',
  tag,
  ofRecurrence: true,
  summary: 'Submit nothing until it is resumed',
  success: changed,
  problems,
}

export const resumeRecurrence: Operation = {
  id: 'resumeRecurrence',
  tag,
  ofRecurrence: true,
  summary: 'Go on with it',
  success: changed,
  problems,
}

export const runRecurrence: Operation = {
  id: 'runRecurrence',
  tag,
  ofRecurrence: true,
  summary: 'Submit one packet now, besides',
  success: changed,
  problems: [...problems, 'TEMPORAL_UNREACHABLE'],
}

export const deleteRecurrence: Operation = {
  id: 'deleteRecurrence',
  tag,
  ofRecurrence: true,
  summary: 'Submit nothing any more',
  description: 'Packets that it has submitted stay.',
  success: { 200: { description: 'Deleted: as it was.', schema: recurrenceSchema } },
  problems,
}
