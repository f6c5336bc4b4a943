/**
 * Checks answers against the OpenAPI document. An answer that is not in it is a fault of the API or of the document.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { openApiDocument } from '@/lib/contract/openapi'
import { type Operation, problemsOf } from '@/lib/contract/operation'
import { splitKey } from '@/lib/contract/operation-key'
import { documented } from '@/lib/contract/operations'
import type { ProblemCode } from '@/lib/contract/problem'

const ajv = addFormats(new Ajv2020({ strict: false }))
ajv.addSchema(JSON.parse(JSON.stringify(openApiDocument())), 'openapi')

interface Documented {
  method: string
  path: string
  /** Matches the addresses of the operation. */
  addresses: RegExp
  success: Operation['success']
  codes: ReadonlySet<ProblemCode>
}

/**
 * Operations without path parameters come first: `/api/providers/scoreboard` must not match `/api/providers/{name}`.
 */
const operations: Documented[] = Object.entries(documented)
  .map(([key, operation]) => {
    const { method, path } = splitKey(key)
    const addresses = new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`)
    return { method, path, addresses, success: operation.success, codes: problemsOf(key, operation) }
  })
  .sort((one, other) => Number(one.path.includes('{')) - Number(other.path.includes('{')))

/** What is wrong with an answer; null if it is as documented, or if its address or method is not offered. */
export async function faultOf(method: string, address: string, answer: Response): Promise<string | null> {
  const { pathname } = new URL(address)
  const operation = operations.find((each) => each.method === method && each.addresses.test(pathname))
  if (operation === undefined) return null
  const fault = await faultIn(operation, answer)
  return fault === null ? null : `${method} ${pathname} answered ${answer.status}: ${fault}`
}

async function faultIn(operation: Documented, answer: Response): Promise<string | null> {
  const { status } = answer
  const type = answer.headers.get('content-type')?.split(';')[0] ?? null
  const success = operation.success[status]
  if (success === undefined) {
    if (type !== 'application/problem+json') return `neither a success of it nor a problem (${type})`
    const problem = await answer.clone().json()
    if (!operation.codes.has(problem.code)) return `${problem.code} is not among its problems`
    return shapeFault(['components', 'schemas', 'Problem'], problem)
  }
  const wanted = success.schema === undefined ? null : (success.mediaType ?? 'application/json')
  if (type !== wanted) return `as ${type}, not as ${wanted}`
  if (type !== 'application/json') return null
  const steps = ['paths', operation.path, operation.method.toLowerCase(), 'responses', String(status)]
  return shapeFault([...steps, 'content', type, 'schema'], await answer.clone().json())
}

/** @param steps the path to the schema in the document */
function shapeFault(steps: string[], body: unknown): string | null {
  const fits = validator(steps.map(escaped).join('/'))
  return fits(body) ? null : ajv.errorsText(fits.errors)
}

const validators = new Map<string, ValidateFunction>()

function validator(pointer: string): ValidateFunction {
  const known = validators.get(pointer)
  if (known !== undefined) return known
  const made = ajv.compile({ $ref: `openapi#/${pointer}` })
  validators.set(pointer, made)
  return made
}

/** Escapes a step of a JSON Pointer in a URI. */
function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
}
