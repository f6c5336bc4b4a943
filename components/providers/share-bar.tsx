import { outcomeLooks, toneFill } from '@/components/route/looks'

/** Confirmed and failed as parts of one bar; the numbers stand beside it. */
export function ShareBar({ delivered, failed }: { delivered: number; failed: number }) {
  const tried = delivered + failed
  const share = tried === 0 ? 0 : delivered / tried
  return (
    <svg aria-hidden="true" width="100%" height="8" className="min-w-10 flex-1">
      <rect width="100%" height="8" rx="2" className="fill-idle-wash" />
      {tried > 0 && (
        <rect
          width="100%"
          height="8"
          rx="2"
          className={`${toneFill[outcomeLooks.TIMED_OUT.tone]} opacity-45`}
        />
      )}
      {share > 0 && (
        <rect
          width={`${(share * 100).toFixed(2)}%`}
          height="8"
          rx="2"
          className={toneFill[outcomeLooks.ACKNOWLEDGED.tone]}
        />
      )}
    </svg>
  )
}
