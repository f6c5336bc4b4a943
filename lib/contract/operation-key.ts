/**
 * Operations are known by method and path, as in `GET /api/packets/{id}`. Without schemas, so that pages need not load
 * a schema library.
 */

/** `{name}` in the path stands for one segment. */
export type OperationKey = `${'GET' | 'POST'} /api/${string}`

export function splitKey(key: string): { method: 'GET' | 'POST'; path: string } {
  const [method, path = ''] = key.split(' ')
  return { method: method === 'POST' ? 'POST' : 'GET', path }
}
