/** The live board. */
import { boardChange } from '../board'
import type { OperationTable } from '../operation'
import { endedStaysMs, mostEndedOnBoard, mostInFlightOnBoard } from '../paging'
import { eventStream } from '../streams'

export const boardOperations = {
  'GET /api/board': {
    id: 'getBoard',
    tag: 'Live',
    summary: 'Everything in flight, and what has just ended',
    description: `The ${mostInFlightOnBoard} packets in flight that were submitted first, and of those that ended in the last ${endedStaysMs / 1000} s the last ${mostEndedOnBoard}. At most about a second old.`,
    success: { 200: { description: 'The board; `whole` is true.', schema: boardChange } },
  },
  'GET /api/events/board': {
    id: 'watchBoard',
    tag: 'Live',
    summary: 'Follow the board',
    description:
      'Events: `board` (a `BoardChange`: all of it at first, then what changed, a few times a second) and `health`. A reader that is too slow for the changes gets all of it again.',
    success: { 200: { description: 'The stream.', schema: eventStream, mediaType: 'text/event-stream' } },
    needs: 'nothing',
  },
} as const satisfies OperationTable
