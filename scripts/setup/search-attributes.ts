// Creates the custom search attributes, also on a server that has had its namespace for long.
import type { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import { searchAttributes } from '@/lib/contract/search-attributes'
import { Problem } from '../console/problem'

const { IndexedValueType } = proto.temporal.api.enums.v1

const VALUE_TYPES = {
  Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  KeywordList: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
  Int: IndexedValueType.INDEXED_VALUE_TYPE_INT,
} as const

type Wanted = Record<string, keyof typeof VALUE_TYPES>

/**
 * Adds those that are missing; a second call changes nothing.
 * @throws Problem when one exists with another type, which only an administrator can mend
 */
export async function ensureSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: Wanted = searchAttributes,
): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  const missing: Record<string, number> = {}
  for (const [name, type] of Object.entries(wanted)) {
    const present = customAttributes[name]
    if (present === undefined || present === null) missing[name] = VALUE_TYPES[type]
    else if (present !== VALUE_TYPES[type]) {
      throw new Problem(
        `The search attribute ${name} of namespace ${namespace} has another type than ${type}; remove it (temporal operator search-attribute remove --name ${name}) or use another TEMPORAL_NAMESPACE.`,
      )
    }
  }
  const added = Object.keys(missing)
  if (added.length > 0) {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing })
  }
  return added
}
