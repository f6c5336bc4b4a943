/** Submits a packet, waits for its end, and lists what was not delivered. WAYBILL_URL says where Waybill runs. */
import { createWaybill, failed } from './client'

const waybill = createWaybill(process.env.WAYBILL_URL ?? 'http://127.0.0.1:3000')
const print = (line: string) => process.stdout.write(`${line}\n`)

const { id } = await waybill.submit({ source: '+017771110000', destination: '+016660002222', text: 'Hello' })
print(`${id} is accepted.`)
const packet = await waybill.untilEnded(id, 120_000)
print(`${id} has ended as ${packet.status}: ${packet.reason}`)

for (const status of failed) {
  for await (const each of waybill.list({ status })) print(`${each.id} ${each.status}: ${each.reason}`)
}
