'use client'
import Link from 'next/link'
import { Button, buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/command'
import { Placeholder } from '@/components/ui/placeholder'
import { pagePaths } from '@/lib/contract/paths'

export function NoPackets() {
  return (
    <Placeholder
      title="No packets yet"
      actions={
        <Link href={pagePaths.submit} className={buttonClass('primary')}>
          Submit a packet
        </Link>
      }
    >
      <p>Submit one here or from a terminal, and watch it find a provider that confirms it.</p>
      <p>
        <Command text="npm run submit -- --wait" />
      </p>
    </Placeholder>
  )
}

export function NoMatches({ onReset }: { onReset: () => void }) {
  return (
    <Placeholder title="No packet matches" actions={<Button onClick={onReset}>Clear all filters</Button>}>
      <p>Search finds what an id, source or destination begins with. Filters all hold at once.</p>
    </Placeholder>
  )
}

export function ListFailed({ message, onRetry, onReset }: ListFailedProps) {
  return (
    <Placeholder
      title="The packets could not be read"
      actions={
        <>
          <Button look="primary" onClick={onRetry}>
            Try again
          </Button>
          {onReset && <Button onClick={onReset}>Clear all filters</Button>}
        </>
      }
    >
      <p role="alert">{message}</p>
    </Placeholder>
  )
}

interface ListFailedProps {
  message: string
  onRetry: () => void
  onReset?: (() => void) | undefined
}
