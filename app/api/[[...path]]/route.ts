import { ApiError } from '@/lib/server/api-error'
import { endpoint } from '@/lib/server/http/endpoint'

function nothingHere(): never {
  throw new ApiError('NOT_FOUND', 'See /api/openapi.json for the addresses there are.')
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({ ANY: nothingHere })
