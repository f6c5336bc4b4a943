/** The settings of the live board that are kept in the page's address. */
import { parseAsStringLiteral } from 'nuqs/server'

const boardViews = ['board', 'table'] as const
export const boardGroups = ['provider', 'batch', 'none'] as const
export type BoardGroup = (typeof boardGroups)[number]
/** How much time the board shows. */
export const boardSpans = ['30s', '1m', '2m', '5m', '15m', '30m', '1h', '3h', '6h', '12h', '24h'] as const
export type BoardSpan = (typeof boardSpans)[number]
export const laneSizes = ['large', 'small'] as const
export type LaneSize = (typeof laneSizes)[number]

export const boardSearch = {
  view: parseAsStringLiteral(boardViews).withDefault('board'),
  group: parseAsStringLiteral(boardGroups).withDefault('provider'),
  span: parseAsStringLiteral(boardSpans).withDefault('1m'),
  lanes: parseAsStringLiteral(laneSizes).withDefault('large'),
}
