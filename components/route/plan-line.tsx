import { clsx } from 'clsx'
import type { Provider } from '@/lib/contract/provider-config'
import { formatDuration } from '@/lib/packet/duration'
import { Glyph } from './glyph'
import { plannedLook } from './looks'

interface PlanLineProps {
  providers: readonly Provider[]
  maxAttempts: number
  /** What every provider gets instead of its own time; null when nothing was set. */
  receiptTimeoutMs: number | null
}

/** The route line before anything has happened: one stop for each provider, in routing order. */
export function PlanLine({ providers, maxAttempts, receiptTimeoutMs }: PlanLineProps) {
  return (
    <ol>
      {providers.map((provider, index) => {
        const reached = index < maxAttempts
        return (
          <li
            key={provider.name}
            className={clsx('relative flex gap-2.5 pb-3 last:pb-0', !reached && 'text-faint')}
          >
            {index < providers.length - 1 && (
              <span
                aria-hidden
                className={clsx(
                  'absolute top-5 bottom-0.5 left-2 -translate-x-1/2 border-l border-edge',
                  index + 1 >= maxAttempts && 'border-dashed opacity-60',
                )}
              />
            )}
            <Glyph look={plannedLook} className={clsx('mt-0.5', !reached && 'opacity-50')} />
            <span className="min-w-0">
              <bdi className={clsx('break-words', reached && 'font-semibold')}>{provider.name}</bdi>
              <span className="block text-xs text-faint">
                {reached
                  ? `${formatDuration(receiptTimeoutMs ?? provider.receiptTimeoutMs)} for its receipt`
                  : 'Not reached: the limit of attempts'}
              </span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
