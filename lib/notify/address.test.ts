import { describe, expect, test } from 'vitest'
import { addressFault, allowedRangesText, guardedLookup, isAllowedAddress, type Resolve } from './address'

describe('when no private range is allowed', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://168.63.129.16/',
    'http://100.100.100.200/',
    'http://192.0.0.192/',
    'http://198.18.0.1/',
    'http://192.0.2.1/',
    'http://224.0.0.1/',
    'http://239.255.255.250/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::ffff:0:127.0.0.1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::a00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:53aa:64c:0:0:80ff:fffe]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://[2001:db8::1]/',
    'http://[100::1]/',
    'http://localhost/',
    'http://LOCALHOST:8080/',
    'http://localhost./',
    'http://printer.localhost/',
    'http://①②⑦.⓪.⓪.①/',
  ])('refuses %s without a look-up', (url) => {
    expect(addressFault(url, [])).toMatch(/is not a public address/)
  })

  test.each([
    'https://93.184.215.14/hooks',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hooks',
    'http://[::ffff:93.184.215.14]/',
    'https://example.com/hooks',
    'https://localhost.example.com/',
  ])('does not refuse %s', (url) => {
    expect(addressFault(url, [])).toBeNull()
  })
})

test('accepts allowed private addresses in any notation, and no other private ones', () => {
  const allowed = allowedRangesText.parse('127.0.0.0/8, ::1,10.1.0.0/16 , 169.254.169.254')
  for (const url of [
    'http://127.0.0.1:8080/',
    'http://2130706433/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::1]/',
    'http://localhost/',
    'http://10.1.255.1/',
    'http://169.254.169.254/',
  ])
    expect(addressFault(url, allowed)).toBeNull()
  for (const url of [
    'http://10.2.0.1/',
    'http://192.168.0.1/',
    'http://[fe80::1]/',
    'http://169.254.169.253/',
  ])
    expect(addressFault(url, allowed)).not.toBeNull()
})

test.each(['everything', '10.0.0.0/33', '127.0.0.1/', '', '8', '10.0.0.0/8;::1', 'localhost'])(
  'NOTIFY_ALLOW_PRIVATE=%s is refused',
  (text) => {
    expect(allowedRangesText.safeParse(text).success).toBe(false)
  },
)

test.each(['', 'example.com', '127.0.0.1.5', 'fe80::1%eth0', '93.184.215.14%1', '999.1.1.1'])(
  '"%s", which is not an IP address, is not allowed',
  (text) => {
    expect(isAllowedAddress(text, [])).toBe(false)
  },
)

function lookUp(name: string, resolve: Resolve, options: { all?: boolean; family?: number } = {}) {
  return new Promise((settle) => {
    guardedLookup([], resolve)(name, options, (error, address, family) =>
      settle(error === null ? { address, family } : { error: error.code }),
    )
  })
}

describe('a name', () => {
  const publicOne = '93.184.215.14'

  test('connects to the address that the name resolves to', async () => {
    expect(await lookUp('example.com', async () => [publicOne])).toEqual({ address: publicOne, family: 4 })
    expect(await lookUp('example.com', async () => [publicOne, '2606:2800::1'], { all: true })).toEqual({
      address: [
        { address: publicOne, family: 4 },
        { address: '2606:2800::1', family: 6 },
      ],
      family: undefined,
    })
    expect(await lookUp('example.com', async () => [publicOne, '2606:2800::1'], { family: 6 })).toEqual({
      address: '2606:2800::1',
      family: 6,
    })
  })

  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '::1',
    '::ffff:10.0.0.1',
    'fd00:ec2::254',
    'fe80::1%2',
  ])('is refused if it resolves to %s, even beside a public address', async (address) => {
    expect(await lookUp('rebound.example.com', async () => [address])).toEqual({ error: 'EREFUSEDADDRESS' })
    expect(await lookUp('rebound.example.com', async () => [publicOne, address], { all: true })).toEqual({
      error: 'EREFUSEDADDRESS',
    })
  })

  test('is resolved for each connection, so that a change to a private address is refused', async () => {
    const answers = [[publicOne], ['127.0.0.1']]
    const resolve = async () => answers.shift() ?? []
    expect(await lookUp('rebound.example.com', resolve)).toMatchObject({ address: publicOne })
    expect(await lookUp('rebound.example.com', resolve)).toEqual({ error: 'EREFUSEDADDRESS' })
  })

  test('fails if it has no address or cannot be resolved', async () => {
    expect(await lookUp('nowhere.example.com', async () => [])).toEqual({ error: 'ENOTFOUND' })
    const failing = async () => {
      throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' })
    }
    expect(await lookUp('slow.example.com', failing)).toEqual({ error: 'ETIMEOUT' })
  })

  test('of this machine is resolved without a name server', async () => {
    const allowed = allowedRangesText.parse('127.0.0.0/8,::1')
    const found = await new Promise((settle) => {
      guardedLookup(allowed)('localhost', { all: true }, (_, addresses) => settle(addresses))
    })
    expect(found).toContainEqual({ address: '127.0.0.1', family: 4 })
  })
})
