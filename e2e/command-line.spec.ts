import { execa } from 'execa'
import { ROOT } from '@/scripts/stack/root'
import { commandEnvironment } from '@/scripts/test/environment'
import { notePrivate } from './support/private-texts'
import { expect, test } from './support/test'
import { privateText } from './support/waybill'

async function submit(url: string, ...args: string[]) {
  const text = privateText()
  notePrivate(text)
  const { stdout, stderr, exitCode } = await execa(
    'npm',
    ['run', '--silent', 'submit', '--', '--text', text, ...args],
    { cwd: ROOT, env: commandEnvironment({ PORT: new URL(url).port }), reject: false, timeout: 40_000 },
  )
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
