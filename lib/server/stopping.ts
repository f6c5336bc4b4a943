/** Whether the process was told to stop: it then finishes what it was asked, and asks no reader to stay. */
import 'server-only'
import { processWide } from './process-wide'

const state = processWide('stopping', () => ({ stopping: false }))

export function noteStopping(): void {
  state().stopping = true
}

export function isStopping(): boolean {
  return state().stopping
}

/** The framework stops only once every connection is closed, and a kept one may be used for ever. */
export function letGoWhenStopping(response: Response): Response {
  if (state().stopping) response.headers.set('Connection', 'close')
  return response
}
