import { clsx } from 'clsx'
import { countText } from './format'

interface PartsBarProps {
  /** In their order along the bar. */
  parts: readonly { name: string; count: number; look: string }[]
  className?: string | undefined
}

/** Counts as segments of one bar, each as long as its share. */
export function PartsBar({ parts, className }: PartsBarProps) {
  const some = parts.filter(({ count }) => count > 0)
  const total = some.reduce((sum, { count }) => sum + count, 0)
  const told = some.map(({ name, count }) => `${countText(count)} ${name}`).join(', ')
  return (
    <div
      role="img"
      aria-label={total === 0 ? 'No packets' : told}
      title={told}
      className={clsx('flex h-2 gap-px overflow-hidden rounded-full bg-sunken', className)}
    >
      {some.map(({ name, count, look }) => (
        <span key={name} className={look} style={{ width: `${Math.max(0.5, (count / total) * 100)}%` }} />
      ))}
    </div>
  )
}
