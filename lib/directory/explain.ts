/** What a change did, in one sentence for the change log. */
import { formatDuration } from '@/lib/packet/duration'
import { passed } from './breaker'
import type { Change } from './change'

export function explainChange(change: Change): string {
  switch (change.do) {
    case 'drain':
      return `${change.provider} drained: it gets no new packets`
    case 'resume':
      return `${change.provider} takes packets again`
    case 'set-timeout':
      return change.receiptTimeoutMs === null
        ? `${change.provider} has its configured receipt time-out again`
        : `${change.provider} has ${formatDuration(change.receiptTimeoutMs)} for its receipt`
    case 'reorder':
      return `Order is now ${change.order.join(', ')}`
    case 'pause':
      return 'All sending paused'
    case 'resume-sending':
      return change.overMs === 0
        ? 'Sending resumed at once'
        : `Sending resumed, gradually over ${formatDuration(change.overMs)}`
    case 'set-routing':
      return change.routing === 'quality' ? 'Routing by measured quality' : 'Routing in order'
    case 'probe':
      return `${change.provider} is probed`
    case 'trip':
      return `${change.provider}’s breaker opened`
    case 'half-open':
      return `${change.provider}’s breaker is half open and probed`
    case 'take-probe':
      return `${change.provider} is handed a test packet`
    case 'probed':
      if (change.result.is === 'unsent') return `${change.provider} could not be probed`
      return `${change.provider} ${passed(change.result) ? 'passed' : 'failed'} the probe`
  }
}
