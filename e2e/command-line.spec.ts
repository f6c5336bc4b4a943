import { execa } from 'execa'
import { ROOT } from '@/scripts/stack/root'
import { commandEnvironment } from '@/scripts/test/environment'
import { notePrivate } from './support/private-texts'
import { expect, test } from './support/test'
import { privateText } from './support/waybill'

function command(url: string, name: string, ...args: string[]) {
  return execa('npm', ['run', '--silent', name, '--', ...args], {
    cwd: ROOT,
    env: commandEnvironment({ PORT: new URL(url).port }),
    reject: false,
    timeout: 40_000,
  })
}

async function submit(url: string, ...args: string[]) {
  const text = privateText()
  notePrivate(text)
  const { stdout, stderr, exitCode } = await command(url, 'submit', '--text', text, ...args)
  return { stdout, stderr, exitCode, printed: JSON.parse(stdout) }
}

test('submit --wait prints the delivered packet as indented JSON', async ({ waybill }) => {
  const { stdout, exitCode, printed } = await submit(waybill.url, '--wait', '--destination', '+4930123456')
  expect(exitCode).toBe(0)
  expect(printed).toMatchObject({ status: 'DELIVERED', destination: '+4930123456', source: '+017771110000' })
  expect(stdout).toBe(JSON.stringify(printed, null, 2))
})

test('submit --wait ends with status 2 when the packet is not delivered', async ({ waybill, carriers }) => {
  await carriers.behave({ '*': 'refusing' })
  const { exitCode, printed } = await submit(waybill.url, '--wait')
  expect(exitCode).toBe(2)
  expect(printed).toMatchObject({ status: 'EXHAUSTED' })
})

test('submit --count hands in many and sums them up', async ({ waybill }) => {
  const { exitCode, printed, stderr } = await submit(waybill.url, '--count', '25', '--wait')
  expect(exitCode).toBe(0)
  expect(printed).toHaveLength(25)
  expect(stderr).toContain('25 delivered')
})

test('act fails over a packet that a silent carrier holds, and cancels it', async ({ waybill, carriers }) => {
  await carriers.behave({ '*': 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await waybill.accepted(id)
  const because = ['--reason', 'the customer waits', '--who', 'Ada']
  const failedOver = await command(waybill.url, 'act', id, 'fail-over', ...because)
  expect(failedOver.exitCode).toBe(0)
  expect(JSON.parse(failedOver.stdout)).toMatchObject({ id })
  await waybill.accepted(id, 2)

  const late = await command(waybill.url, 'act', id, 'fail-over', '--attempt', '1', ...because)
  expect(late.exitCode).toBe(1)
  expect(late.stderr).toContain('is the latest by now, not attempt 1.')

  const canceled = await command(waybill.url, 'act', id, 'cancel', ...because)
  expect(canceled.exitCode).toBe(0)
  expect(await waybill.ended(id)).toMatchObject({ status: 'CANCELED' })
})

test('send-again sends a delivered packet again only when it may arrive twice, and once for each key', async ({
  waybill,
}) => {
  const { id } = await waybill.submit()
  await waybill.ended(id)
  const because = ['--reason', 'not received']
  const refused = await command(waybill.url, 'send-again', id, ...because)
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain('has delivered it')

  const anyway = [...because, '--even-if-delivered', '--destination', '+016660009999', '--wait']
  const keyed = [id, ...anyway, '--key', `again-${id}`]
  const again = await command(waybill.url, 'send-again', ...keyed)
  expect(again.exitCode).toBe(0)
  const sent = JSON.parse(again.stdout)
  expect(sent).toMatchObject({ status: 'DELIVERED', destination: '+016660009999', repeats: id })
  const repeated = await command(waybill.url, 'send-again', ...keyed)
  expect(JSON.parse(repeated.stdout)).toMatchObject({ id: sent.id })
  expect((await waybill.packet(id)).repeatedBy).toEqual([sent.id])
})

test('doctor tells how every part is, and ends with status 1 when something is wrong', async ({
  waybill,
  carriers,
}) => {
  const well = await command(waybill.url, 'doctor')
  expect(well.stdout).toMatch(/passed +Web, Temporal, worker and network work/)
  expect(well.stdout).toMatch(/data-routing +\d+ waiting/)
  expect(well.stdout).not.toContain('WRONG')
  expect(well.exitCode).toBe(0)
  await carriers.greet(false)
  const ill = await command(waybill.url, 'doctor')
  await carriers.greet(true)
  expect(ill.exitCode).toBe(1)
  expect(ill.stdout).toMatch(
    /WRONG {2}The self-test fails: .*the connection broke\.\n +Start the greeting service/,
  )
})
