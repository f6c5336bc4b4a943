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

function doctor(url: string) {
  return execa('npm', ['run', '--silent', 'doctor'], {
    cwd: ROOT,
    env: commandEnvironment({ PORT: new URL(url).port }),
    reject: false,
    timeout: 40_000,
  })
}

test('doctor tells how every part is, and ends with status 1 when something is wrong', async ({
  waybill,
  carriers,
}) => {
  const well = await doctor(waybill.url)
  expect(well.stdout).toMatch(/passed +Web, Temporal, worker and network work/)
  expect(well.stdout).toMatch(/data-routing +\d+ waiting/)
  expect(well.stdout).not.toContain('WRONG')
  expect(well.exitCode).toBe(0)
  await carriers.greet(false)
  const ill = await doctor(waybill.url)
  await carriers.greet(true)
  expect(ill.exitCode).toBe(1)
  expect(ill.stdout).toMatch(
    /WRONG {2}The self-test fails: .*the connection broke\.\n +Start the greeting service/,
  )
})
