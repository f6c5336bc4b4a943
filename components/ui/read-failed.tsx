import { Button } from './button'

/** Why a part of a page could not be read, and the way to try again. */
export function ReadFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="min-w-0 break-words">{message}</span>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  )
}
