/**
 * The pieces of a visibility query. Values reach it only through `literal`, names and operators only from the code,
 * so that nothing a client sends can change what is asked.
 */
import 'server-only'
import { type SearchAttributeName, toKeyword } from '@/lib/contract/search-attributes'

type Field =
  | SearchAttributeName
  | 'WorkflowId'
  | 'WorkflowType'
  | 'StartTime'
  | 'CloseTime'
  | 'ExecutionStatus'
  /** Set by Temporal itself while a workflow's tasks fail. */
  | 'TemporalReportedProblems'
type Operator = '=' | '!=' | '>=' | '<' | 'STARTS_WITH'

/** A text between quotes. As a keyword it has neither quotes nor backslashes, so nothing in it can end it. */
function literal(text: string): string {
  return `'${toKeyword(text)}'`
}

export function term(field: Field, operator: Operator, value: string): string {
  return `${field} ${operator} ${literal(value)}`
}

export function present(field: Field): string {
  return `${field} IS NOT NULL`
}

export function oneOf(field: Field, values: readonly string[]): string {
  return `${field} IN (${values.map(literal).join(', ')})`
}

export function any(...terms: string[]): string {
  return `(${terms.join(' OR ')})`
}

/** Leaves out what is undefined. */
export function all(...terms: (string | undefined)[]): string {
  return terms.filter((each) => each !== undefined).join(' AND ')
}
