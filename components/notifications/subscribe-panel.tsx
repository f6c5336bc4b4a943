import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { focusContent, useAlive } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Field, inputClass } from '@/components/ui/field'
import { byOperator } from '@/components/ui/operator'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { call } from '@/lib/client/api'
import { ClientError } from '@/lib/client/client-error'
import { receiversQuery } from '@/lib/client/queries'
import {
  type ReceiverTopic,
  type Subscribed,
  type Subscription,
  subscription,
} from '@/lib/contract/notification'

/** Creates a subscription and shows its secret, which is never shown again. */
export function SubscribePanel() {
  const [made, setMade] = useState<Subscribed | null>(null)
  const done = () => {
    focusContent()
    setMade(null)
  }
  return (
    <Panel title="New subscription">
      {made === null ? <SubscribeForm onMade={setMade} /> : <SecretOnce made={made} onDone={done} />}
    </Panel>
  )
}

function SubscribeForm({ onMade }: { onMade: (made: Subscribed) => void }) {
  const alive = useAlive()
  const client = useQueryClient()
  const [url, setUrl] = useState('')
  const [topic, setTopic] = useState<ReceiverTopic>('packets')
  const [source, setSource] = useState('')
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const { mutate, isPending, error } = useMutation({
    mutationFn: (body: Subscription) => call('POST /api/receivers', { body: { ...body, ...byOperator() } }),
    onMutate: () => setFaults({}),
    onError: (failure) => setFaults(failure instanceof ClientError ? faultsOf(failure.fieldErrors) : {}),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: receiversQuery.queryKey })
      onMade(made)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = subscription.safeParse({
      url: url.trim(),
      topic,
      source: topic === 'alerts' || source === '' ? null : source,
    })
    if (parsed.success) mutate(parsed.data)
    else
      setFaults(faultsOf(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))))
  }
  return (
    <form noValidate onSubmit={submit} aria-label="New subscription">
      <fieldset disabled={!alive || isPending} className="grid min-w-0 gap-2">
        <Field label="Address" error={faults.url} hint="It gets one signed HTTP request for each event.">
          {(control) => (
            <input
              {...control}
              type="url"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              placeholder="https://example.com/hooks/waybill"
              autoComplete="off"
              spellCheck={false}
              className={inputClass}
            />
          )}
        </Field>
        <div>
          <Segmented label="Notify of" value={topic} onChange={setTopic} options={topics} />
        </div>
        {topic === 'packets' ? (
          <Field label="Source" error={faults.source} hint="Leave empty for packets of every source.">
            {(control) => (
              <input
                {...control}
                value={source}
                onChange={(event) => setSource(event.target.value)}
                placeholder="+017771110000"
                dir="auto"
                autoComplete="off"
                spellCheck={false}
                className={inputClass}
              />
            )}
          </Field>
        ) : (
          <p className="text-xs text-faint">Notified when a view begins to alert.</p>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary">
            {isPending ? 'Subscribing' : 'Subscribe'}
          </Button>
          <p role="alert" className="min-w-0 flex-1 text-bad wrap-anywhere">
            {error !== null && Object.keys(faults).length === 0 && error.message}
          </p>
        </div>
      </fieldset>
    </form>
  )
}

const topics = [
  { value: 'packets', word: 'Packets' },
  { value: 'alerts', word: 'Alerts of views' },
] as const satisfies readonly { value: ReceiverTopic; word: string }[]

/** The first fault of each field. */
function faultsOf(errors: readonly { path: string; message: string }[]): Readonly<Record<string, string>> {
  return Object.fromEntries(errors.toReversed().map(({ path, message }) => [path, message]))
}

/** Moves the focus here: the form that had it is gone. */
function focus(element: HTMLElement | null): void {
  element?.focus()
}

function SecretOnce({ made: { receiver, secret }, onDone }: { made: Subscribed; onDone: () => void }) {
  return (
    <div className="grid gap-3">
      <p role="status" ref={focus} tabIndex={-1} className="text-pretty outline-none">
        <code translate="no" className="font-mono text-xs break-all">
          {receiver.url}
        </code>{' '}
        is notified from now on. The receiver needs this secret to check that a notification comes from here.
        The secret is shown only once.
      </p>
      <p className="flex items-start gap-1 rounded-md bg-sunken p-2.5">
        <code translate="no" className="min-w-0 flex-1 font-mono text-xs leading-5 break-all">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy the secret" className="-my-0.5" />
      </p>
      <Button className="justify-self-start" onClick={onDone}>
        I have saved it
      </Button>
    </div>
  )
}
