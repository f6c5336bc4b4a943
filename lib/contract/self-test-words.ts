/** The words for the steps of a self-test, for pages and the command line. */
import type { SelfTest, SelfTestStep } from './self-test'

const words: Record<SelfTestStep['name'], (trigger: SelfTest['trigger']) => string> = {
  temporal: (trigger) => (trigger === 'demand' ? 'Web → Temporal' : 'Schedule → Temporal'),
  worker: () => 'Temporal → worker',
  network: () => 'Worker → greeting service',
  back: (trigger) => (trigger === 'demand' ? 'Back to the web process' : 'Back to Temporal'),
}

/** Where the step leads from and to. */
export function stepName(name: SelfTestStep['name'], trigger: SelfTest['trigger']): string {
  return words[name](trigger)
}
