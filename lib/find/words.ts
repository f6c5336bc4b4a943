/** Words and their meanings, as case-insensitive regular expressions. The first match applies. */
import type { PacketSort, StatusFilter } from '@/lib/contract/paging'
import type { PacketFlag } from '@/lib/packet/packet'

export const statusPhrases: readonly [words: string, status: StatusFilter][] = [
  ['undelivered|(?:not|never) delivered(?! twice)', 'UNDELIVERED'],
  ['delivered(?! twice)', 'DELIVERED'],
  ['in flight|in-flight|under way|running|unfinished', 'IN_FLIGHT'],
  ['scheduled', 'SCHEDULED'],
  ['queued', 'QUEUED'],
  ['routing', 'ROUTING'],
  ['transmitting|sending', 'TRANSMITTING'],
  ['no route|no_route|unroutable', 'NO_ROUTE'],
  ['exhausted', 'EXHAUSTED'],
  ['expired', 'EXPIRED'],
  ['failed', 'FAILED'],
  ['cancell?ed', 'CANCELED'],
]

export const flagPhrases: readonly [words: string, flag: PacketFlag][] = [
  ['late(?: receipts?)?', 'late'],
  ['doubled?|delivered twice|twice', 'doubled'],
  ['risk', 'risk'],
  ['grace', 'grace'],
  ['contradicted|contradict(?:ion|ions|ing)', 'contradicted'],
  ['waiting|waits?', 'waiting'],
  ['settling', 'settling'],
  ['stuck', 'stuck'],
]

export const sortPhrases: readonly [words: string, sort: PacketSort][] = [
  ['newest(?: first)?', 'newest'],
  ['oldest(?: first)?', 'oldest'],
]

/** Words without meaning for a filter. */
export const noise: ReadonlySet<string> = new Set([
  'a',
  'all',
  'and',
  'are',
  'each',
  'every',
  'everything',
  'find',
  'have',
  'packet',
  'packets',
  'show',
  'that',
  'the',
  'to',
  'was',
  'were',
  'which',
])
