import type { Step } from '../console/steps'
import type { PartName, Stack } from '../stack/stack'

const TITLES: Record<PartName, string> = {
  postgres: 'PostgreSQL',
  temporal: 'Temporal',
  simulator: 'the carrier simulator',
  worker: 'the worker',
  web: 'the web server',
}

function startStep(stack: Stack, names: PartName[], signal: AbortSignal): Step {
  const what = names.map((name) => TITLES[name]).join(', ')
  return {
    title: `Starting ${what}`,
    run: async () => {
      await Promise.all(names.map((name) => stack.start(name, signal)))
      return `Started ${what}`
    },
  }
}

/** Everything that has to run, in its order, with what Temporal needs set up in between. */
export function startSteps(stack: Stack, signal: AbortSignal): Step[] {
  return [
    ...stack.early.map((names) => startStep(stack, names, signal)),
    {
      title: `Preparing namespace ${stack.namespace} on ${stack.addresses.temporal}`,
      run: async () => {
        await stack.prepare(signal)
        return `Prepared namespace ${stack.namespace} on ${stack.addresses.temporal}`
      },
    },
    startStep(stack, ['worker'], signal),
    {
      title: 'Waiting until everything answers',
      run: async () => {
        await stack.waitUntilReady(signal)
        return 'Everything answers'
      },
    },
  ]
}
