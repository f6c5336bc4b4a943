import { endpoint } from '@/lib/server/http/endpoint'
import { json } from '@/lib/server/http/reply'
import { checkReceipt } from '@/lib/server/receipts/check'
import { takeReceipt } from '@/lib/server/receipts/take'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async POST(request) {
    return json(await takeReceipt(await checkReceipt(request)))
  },
})
