import { Glyph } from '@/components/route/glyph'
import { ExactAgo } from '@/components/time/ago'
import { Panel } from '@/components/ui/panel'
import { Told } from '@/components/ui/told'
import type { SelfTest } from '@/lib/contract/self-test'
import { lookOf } from './self-test-panel'

/** The results of the latest self-tests, newest first. */
export function LastSelfTests({ items }: { items: readonly SelfTest[] }) {
  return (
    <Panel title="Last self-tests">
      <ol className="max-h-96 divide-y divide-line overflow-y-auto" aria-label="Self-tests, newest first">
        {items.map((test) => (
          <li key={test.id} className="flex items-start gap-2.5 py-1.5">
            <Glyph look={lookOf(test)} className="mt-0.5" />
            <span className="flex min-w-0 flex-1 flex-wrap gap-x-3">
              <span className="w-20 shrink-0 text-faint print:w-auto">
                <ExactAgo iso={test.startedAt} after=" ago" />
              </span>
              <span className="w-24 shrink-0 text-soft">
                {test.trigger === 'demand' ? 'on demand' : 'by Schedule'}
              </span>
              <span className="min-w-0 flex-1 basis-60 wrap-anywhere">
                <span className="sr-only">{lookOf(test).word}. </span>
                <Told>{test.sentence}</Told>
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
