// Named steps with visible progress: a spinner on a terminal, plain lines elsewhere.
import { Listr } from 'listr2'

export interface Step {
  title: string
  /** `report` shows a line beneath the title; the returned sentence replaces the title. */
  run: (report: (line: string) => void) => Promise<string | undefined>
}

const SLOW_MS = 10_000

/** Shows the elapsed time where there is no spinner, so that a long silent step does not look stuck. */
function tellElapsed(report: (line: string) => void): () => void {
  if (process.stdout.isTTY) return () => {}
  const started = Date.now()
  const timer = setInterval(() => report(`${Math.round((Date.now() - started) / 1000)} s so far`), SLOW_MS)
  return () => clearInterval(timer)
}

/** Runs the steps one after the other and stops at the first that fails, with its error. */
export async function runSteps(steps: Step[]): Promise<void> {
  let failure: unknown
  const list = new Listr(
    steps.map((step) => ({
      title: step.title,
      task: async (_context, task) => {
        const report = (line: string): void => {
          task.output = line
        }
        const stopTelling = tellElapsed(report)
        try {
          task.title = (await step.run(report)) ?? step.title
        } catch (error) {
          failure = error
          throw new Error('see below')
        } finally {
          stopTelling()
        }
      },
    })),
    {
      // The command handles signals, since it has parts to stop; it also prints the error, once.
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false, collapseSubtasks: false },
      fallbackRenderer: 'simple',
    },
  )
  await list.run().catch((error: unknown) => {
    throw failure ?? error
  })
}
