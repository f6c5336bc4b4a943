'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { useAlive } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { byOperator } from '@/components/ui/operator'
import { Panel } from '@/components/ui/panel'
import { ReadFailed, Skeleton, Unread } from '@/components/ui/placeholder'
import { call } from '@/lib/client/api'
import { explainError, whatFailed } from '@/lib/client/client-error'
import { linkOf, useHealth } from '@/lib/client/link-state'
import { healthReportQuery, selfTestsQuery } from '@/lib/client/queries'
import type { HealthReport } from '@/lib/contract/health-report'
import { pagePaths } from '@/lib/contract/paths'
import { Findings } from './findings'
import { PartPanels } from './part-panels'
import { LastSelfTests } from './self-test-list'
import { SelfTestPanel } from './self-test-panel'

export function HealthPage() {
  const report = useQuery(healthReportQuery)
  const tests = useQuery(selfTestsQuery)
  const health = useHealth({ streamed: false })
  const client = useQueryClient()
  const run = useMutation({
    mutationFn: () => call('POST /api/self-tests', { body: byOperator() }),
    onSettled: () => client.invalidateQueries({ queryKey: selfTestsQuery.queryKey }),
  })
  const button = <RunButton isStarting={run.isPending} onRun={run.mutate} />
  return (
    <>
      <PageHeader title="Health" link={linkOf(report)} action={button}>
        <HealthLine health={health}>{report.data && summaryOf(report.data)}</HealthLine>
      </PageHeader>
      {run.error && (
        <p role="alert" className="mb-3 text-bad">
          The self-test could not be run. {whatFailed(run.error)}
        </p>
      )}
      <div className="grid gap-4">
        {report.data && report.data.findings.length > 0 && (
          <Panel title="To set right">
            <Findings findings={report.data.findings} here={pagePaths.health} />
          </Panel>
        )}
        {tests.data && <SelfTestPanel list={tests.data} asked={run.data?.id ?? null} />}
        {!tests.data && tests.error && (
          <Panel title="Self-test">
            <ReadFailed message={explainError(tests.error)} onRetry={() => void tests.refetch()} />
          </Panel>
        )}
        {tests.isPending && <Skeleton label="Loading the self-tests" rows={1} rowClass="h-44" />}
        {report.data && <PartPanels report={report.data} />}
        {!report.data && report.error && (
          <Unread
            title="Could not load the health report"
            message={explainError(report.error)}
            onRetry={() => void report.refetch()}
          />
        )}
        {report.isPending && <Skeleton label="Loading the parts" rows={4} rowClass="h-28" />}
        {tests.data && tests.data.items.length > 0 && <LastSelfTests items={tests.data.items} />}
      </div>
    </>
  )
}

function summaryOf({ findings }: HealthReport): string {
  const wrong = findings.filter(({ severity }) => severity === 'wrong').length
  if (wrong > 0) return `${counted(wrong, 'thing is', 'things are')} wrong.`
  return findings.length > 0 ? 'Everything works, but something needs a look.' : 'Everything works.'
}

interface RunButtonProps {
  isStarting: boolean
  onRun: () => void
}

function RunButton({ isStarting, onRun }: RunButtonProps) {
  const alive = useAlive()
  return (
    <Button
      look="primary"
      disabled={!alive}
      aria-disabled={isStarting}
      onClick={() => {
        if (!isStarting) onRun()
      }}
    >
      Run self-test
    </Button>
  )
}
