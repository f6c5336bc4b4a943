import type { Handler } from 'hono'
import { problemResponse, SimulatorProblem } from './problem'

/** Answers every method that a path does not offer. */
export function methodNotAllowed(allowed: string): Handler {
  return (c) => {
    c.header('allow', allowed)
    return problemResponse(c, new SimulatorProblem('METHOD_NOT_ALLOWED', `Use ${allowed}.`))
  }
}
