'use client'
import type { Attempt } from '@/lib/packet/packet'
import { Glyph } from './glyph'
import { outcomeLooks } from './looks'
import { PendingGlyph } from './pending-glyph'

/** The stop of one attempt; a waiting one fills. */
export function StopGlyph({ attempt }: { attempt: Attempt }) {
  if (attempt.outcome === 'PENDING') return <PendingGlyph attempt={attempt} />
  return <Glyph look={outcomeLooks[attempt.outcome]} />
}
