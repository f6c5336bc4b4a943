'use client'
import { useState } from 'react'
import { ExactAgo } from '@/components/time/ago'
import { Panel } from '@/components/ui/panel'
import type { ChangeView } from '@/lib/contract/provider-list'

/** What was changed, by whom and why, newest first. */
export function ChangeLog({ changes }: { changes: readonly ChangeView[] }) {
  return (
    <Panel title="Changes">
      {changes.length === 0 && (
        <p className="text-soft">
          Nobody has changed anything yet. Every change is listed here with its reason.
        </p>
      )}
      <ChangeNews last={changes[0]} />
      <ol className="max-h-96 divide-y divide-line overflow-y-auto" aria-label="Changes, newest first">
        {changes.map((change) => (
          <li key={`${change.id} ${change.at}`} className="flex flex-wrap gap-x-3 py-1.5">
            <span className="w-28 shrink-0 text-faint">
              <ExactAgo iso={change.at} after=" ago" />
            </span>
            <span className="min-w-0 flex-1 basis-60 break-words">
              <bdi>{change.what}</bdi>
              <span className="block text-xs text-soft">
                <Because change={change} />
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

/** Tells a screen reader what has just been changed, here or by somebody else; nothing of what it starts with. */
function ChangeNews({ last }: { last: ChangeView | undefined }) {
  const [known] = useState(last?.id)
  return (
    <p role="status" className="sr-only">
      {last !== undefined && last.id !== known && last.what}
    </p>
  )
}

function Because({ change: { automatic, who, reason } }: { change: ChangeView }) {
  const by = automatic ? 'By itself' : (who ?? 'An operator')
  return (
    <>
      <bdi>{by}</bdi>: <bdi>{reason}</bdi>
    </>
  )
}
