import { countText } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import type { HealthReport, QueueHealth } from '@/lib/contract/health-report'
import { formatDuration } from '@/lib/packet/duration'
import { Unknown } from './part-facts'

export function QueuesPanel({ queues }: { queues: HealthReport['queues'] }) {
  return (
    <Panel title="Queues">
      {queues.is === 'unknown' ? <Unknown why={queues.why} /> : <QueueTable queues={queues.items} />}
    </Panel>
  )
}

function QueueTable({ queues }: { queues: readonly QueueHealth[] }) {
  return (
    <table className="w-full" aria-label="Queues">
      <thead>
        <tr className="border-b border-line text-xs text-soft">
          <th scope="col" className="pb-1 text-left font-normal">
            Task queue
          </th>
          <th scope="col" className="pb-1 pl-3 text-right font-normal" title="Waiting tasks, approximately">
            Backlog
          </th>
          <th scope="col" className="pb-1 pl-3 text-right font-normal" title="How long the oldest has waited">
            Oldest
          </th>
          <th
            scope="col"
            className="pb-1 pl-3 text-right font-normal"
            title="Live workers that take tasks from it"
          >
            Workers
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {queues.map(({ name, backlog, oldestMs, workers, isHeld }) => (
          <tr key={name}>
            <th scope="row" className="py-1.5 text-left font-normal wrap-anywhere">
              <bdi translate="no">{name}</bdi>
              {isHeld && <span className="block text-xs text-silent">held: sending is paused</span>}
            </th>
            <td className="py-1.5 pl-3 text-right">{countText(backlog)}</td>
            <td className="py-1.5 pl-3 text-right whitespace-nowrap text-soft">
              {oldestMs === null ? '–' : formatDuration(oldestMs)}
            </td>
            <td className="py-1.5 pl-3 text-right text-soft">{countText(workers)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
