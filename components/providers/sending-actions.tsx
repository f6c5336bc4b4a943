'use client'
import { useState } from 'react'
import { apiPaths } from '@/lib/contract/paths'
import type { ProviderList } from '@/lib/contract/provider-list'
import { ChangeDialog, type ChangeQuestion } from './change-dialog'
import { OrderDialog } from './order-dialog'

/** What an operator can do to all providers at once. */
export function SendingActions({ list }: { list: ProviderList }) {
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <PauseOrResume paused={list.sending.paused} />
      <OrderDialog names={list.items.map(({ name }) => name)} />
      <Routing byQuality={list.routing === 'quality'} />
    </div>
  )
}

function PauseOrResume({ paused }: { paused: boolean }) {
  // An open dialog goes on asking what it asked, whatever somebody else changes meanwhile.
  const [resumes, setResumes] = useState(paused)
  return (
    <ChangeDialog
      {...(resumes ? resumeQuestion : pauseQuestion)}
      trigger={paused ? 'Resume sending' : 'Pause all sending'}
      triggerLook={paused ? 'primary' : 'plain'}
      onOpen={() => setResumes(paused)}
    />
  )
}

const pauseQuestion: ChangeQuestion = {
  title: 'Pause all sending?',
  about:
    'No packet is handed to any provider until somebody resumes. Packets are accepted and wait; what was handed over before finishes.',
  confirm: 'Pause all sending',
  confirmLook: 'danger',
  placeholder: 'Wrong texts went out',
  path: apiPaths.providersAction('pause'),
}

const resumeQuestion: ChangeQuestion = {
  title: 'Send again?',
  about:
    'A tenth of the packets go at once, then more and more, so that nobody is flooded with what has waited.',
  confirm: 'Resume sending',
  placeholder: 'Texts are corrected',
  path: apiPaths.providersAction('resume'),
}

function Routing({ byQuality }: { byQuality: boolean }) {
  const [toOrder, setToOrder] = useState(byQuality)
  return (
    <ChangeDialog
      {...(toOrder ? orderQuestion : qualityQuestion)}
      trigger={byQuality ? 'Route in order' : 'Route by quality'}
      body={() => ({ routing: toOrder ? 'order' : 'quality' })}
      onOpen={() => setToOrder(byQuality)}
    />
  )
}

const orderQuestion: ChangeQuestion = {
  title: 'Route in order?',
  about: 'The first provider gets every packet, the next what it did not deliver.',
  confirm: 'Route in order',
  placeholder: 'Contracts ask for it',
  path: apiPaths.providersAction('set-routing'),
}

const qualityQuestion: ChangeQuestion = {
  title: 'Route by measured quality?',
  about:
    'The provider that is likely to confirm soonest gets a packet first, by what workers have seen within the last hour. One packet in twenty goes to another one, so that a provider that has recovered is noticed.',
  confirm: 'Route by quality',
  placeholder: 'RouteA has grown slow',
  path: apiPaths.providersAction('set-routing'),
}
