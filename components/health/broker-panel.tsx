'use client'
import { useQuery } from '@tanstack/react-query'
import { Glyph } from '@/components/route/glyph'
import { type Look, partLooks } from '@/components/route/looks'
import { Ago, Since } from '@/components/time/ago'
import { Fact, Facts } from '@/components/ui/facts'
import { counted, countText } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { brokerQuery } from '@/lib/client/queries'
import type { BrokerConsumer } from '@/lib/contract/broker'
import { Exact } from './part-facts'

const looks: Record<BrokerConsumer['state'], Look> = {
  connecting: { ...partLooks.stopping, word: 'Connecting' },
  consuming: { ...partLooks.up, word: 'Consuming' },
  paused: { ...partLooks.notice, word: 'Paused' },
  stopped: { ...partLooks.stopping, word: 'Stopped' },
  silent: partLooks.silent,
}

/** The consumers of a message broker. Renders nothing if no consumer has ever reported. */
export function BrokerPanel() {
  const consumers = useQuery(brokerQuery).data?.consumers ?? []
  if (consumers.length === 0) return null
  return (
    <Panel title="Consumers of a broker">
      <ul className="divide-y divide-line">
        {consumers.map((consumer) => (
          <li key={consumer.id} className="flex items-start gap-2.5 py-2">
            <Glyph look={looks[consumer.state]} className="mt-0.5" />
            <Consumer consumer={consumer} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Consumer({ consumer }: { consumer: BrokerConsumer }) {
  const { state, since, why, topic, group, lag, accepted, repeated, refused, lastError } = consumer
  return (
    <div className="min-w-0 flex-1">
      <p className="wrap-anywhere">
        <Exact>{topic}</Exact>{' '}
        <span className="text-soft">
          {looks[state].word.toLowerCase()} <Since iso={since} />
          {why !== null && `: ${why}`}
        </span>
      </p>
      <Facts>
        <Fact name="Group">
          <Exact>{group}</Exact>
        </Fact>
        <Fact name="Lag">{lag === null ? 'not known' : counted(lag, 'message', 'messages')}</Fact>
        <Fact name="Taken">
          {countText(accepted)}
          <span className="text-soft">
            , {countText(repeated)} repeated, {countText(refused)} refused
          </span>
        </Fact>
        <Endings consumer={consumer} />
        {lastError !== null && (
          <Fact name="Last error">
            <Ago iso={lastError.at} after=" ago" />: <bdi className="wrap-anywhere">{lastError.message}</bdi>
          </Fact>
        )}
      </Facts>
    </div>
  )
}

function Endings({ consumer: { endingsTopic, endingsTold, endingsWaiting } }: { consumer: BrokerConsumer }) {
  if (endingsTopic === null) return null
  return (
    <Fact name="Endings">
      {countText(endingsTold)} told to <Exact>{endingsTopic}</Exact>
      {endingsWaiting !== null && <span className="text-soft">, {countText(endingsWaiting)} waiting</span>}
    </Fact>
  )
}
