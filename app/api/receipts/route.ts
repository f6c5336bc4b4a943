import { keptReceiptQuery } from '@/lib/contract/kept-receipt'
import { endpoint } from '@/lib/server/http/endpoint'
import { parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { listKeptReceipts } from '@/lib/server/receipts/list'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request) {
    return json(await listKeptReceipts(parseQuery(request, keptReceiptQuery)))
  },
})
