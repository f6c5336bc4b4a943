'use client'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import { type Look, retryingLook, selfTestLooks, stepLooks } from '@/components/route/looks'
import { Ago, TimeOfDay } from '@/components/time/ago'
import { useClock } from '@/components/time/clock'
import { Panel } from '@/components/ui/panel'
import { Told } from '@/components/ui/told'
import type { SelfTest, SelfTestList, SelfTestStep } from '@/lib/contract/self-test'
import { stepName } from '@/lib/contract/self-test-words'
import { formatDuration } from '@/lib/packet/duration'

/** The look of the whole test. A running test that already has failed tries must not look fine. */
export function lookOf({ state, failedTries }: SelfTest): Look {
  return state === 'running' && failedTries > 0 ? retryingLook : selfTestLooks[state]
}

interface SelfTestPanelProps {
  list: SelfTestList
  /** The id of the self-test started on this page; null if none was. */
  asked: string | null
}

/** One self-test step by step, and when the next one is due. */
export function SelfTestPanel({ list: { items, schedule, stale }, asked }: SelfTestPanelProps) {
  const test = items[useShown(items, asked)]
  const next = nextInWords(schedule)
  return (
    <Panel title="Self-test" action={<span className="text-right text-xs text-soft">{next}</span>}>
      {stale !== null && <p className="mb-2 text-silent">{stale}</p>}
      {test === undefined ? (
        <p className="text-soft">
          No self-test has run yet. One runs every minute while a worker runs; “Run self-test” starts one now.
        </p>
      ) : (
        <Steps test={test} />
      )}
    </Panel>
  )
}

/** A self-test started here stays shown for this long after its end, even if the Schedule has started another since. */
const shownForMs = 30_000

function useShown(items: readonly SelfTest[], asked: string | null): number {
  return useClock(1000, (now) => {
    const place = items.findIndex(({ id }) => id === asked)
    const endedAt = items[place]?.endedAt ?? null
    const isOver = endedAt !== null && now - Date.parse(endedAt) > shownForMs
    return isOver ? 0 : Math.max(0, place)
  })
}

function nextInWords(schedule: SelfTestList['schedule']): ReactNode {
  switch (schedule.is) {
    case 'running':
      return schedule.nextAt === null ? (
        'Every minute'
      ) : (
        <>
          Every minute, next at <TimeOfDay iso={schedule.nextAt} />
        </>
      )
    case 'paused':
      return 'The Schedule is paused in Temporal'
    case 'missing':
      return 'No Schedule yet'
    case 'unknown':
      return ''
  }
}

function Steps({ test }: { test: SelfTest }) {
  const look = lookOf(test)
  return (
    <>
      <p className="flex items-start gap-2">
        <Glyph look={look} className="mt-0.5" />
        <span className="min-w-0 wrap-anywhere">
          <span className="font-semibold">{look.word}.</span> <Told>{test.sentence}</Told>{' '}
          <NextTry test={test} />
          <span className="text-soft">
            {test.trigger === 'demand' ? 'On demand' : 'By the Schedule'},{' '}
            <Ago iso={test.startedAt} after=" ago" end="." />
          </span>
        </span>
      </p>
      <News test={test} />
      <ol className="mt-4 grid md:grid-cols-4" aria-label="Steps of the self-test">
        {test.steps.map((step, index) => (
          <Step key={step.name} step={step} test={test} isLast={index === test.steps.length - 1} />
        ))}
      </ol>
    </>
  )
}

/**
 * Announces the self-test's state to screen readers, without the number of tries, which changes too often. A run of the
 * Schedule, which comes every minute, is announced only if a try fails.
 */
function News({ test }: { test: SelfTest }) {
  const { trigger, state, failedTries, lastError } = test
  const isNews = trigger === 'demand' || state === 'failed' || failedTries > 0
  const why = state === 'passed' ? '' : (lastError ?? '')
  return (
    <p role="status" className="sr-only">
      {isNews && `Self-test ${lookOf(test).word.toLowerCase()}. ${why}`}
    </p>
  )
}

function NextTry({ test: { state, nextTryAt } }: { test: SelfTest }) {
  const at = nextTryAt === null ? 0 : Date.parse(nextTryAt)
  const left = useClock(1000, (now) => (at > now ? Math.ceil((at - now) / 1000) : 0))
  if (state !== 'running' || nextTryAt === null) return null
  return <>Next try {left === 0 ? 'now' : `in ${left} s`}. </>
}

interface StepProps {
  step: SelfTestStep
  test: SelfTest
  isLast: boolean
}

/** One stop of the line: side by side on a wide screen, one below the other on a phone. */
function Step({ step: { name, state, ms, detail }, test, isLast }: StepProps) {
  const isRetried = state === 'running' && name === 'network' && test.failedTries > 0
  const look = isRetried ? retryingLook : stepLooks[state]
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0 md:block md:pb-0">
      {!isLast && (
        <span
          aria-hidden
          className={clsx(
            'absolute bg-line max-md:top-5 max-md:bottom-0 max-md:left-[7px] max-md:w-0.5',
            'md:top-[7px] md:right-1 md:left-5 md:h-0.5',
          )}
        />
      )}
      <Glyph look={look} className="relative mt-0.5 md:mt-0" />
      <div className="min-w-0 md:mt-2 md:pr-4">
        <p className="font-semibold">{stepName(name, test.trigger)}</p>
        <p className="text-soft">
          {look.word}
          {ms !== null && ` in ${formatDuration(ms)}`}
          {isRetried && `, try ${test.failedTries + 1}`}
        </p>
        {detail !== null && (
          <p className="text-xs wrap-anywhere text-faint">
            <Told>{detail}</Told>
          </p>
        )}
      </div>
    </li>
  )
}
