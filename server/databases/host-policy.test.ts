import { isIPv4 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHostPolicy } from './host-policy.ts'

/** `yes`, or why not. */
function judge(rules: string, host: string, address = host): string {
  const verdict = createHostPolicy(rules === '' ? [] : rules.split(' ')).judge(host, address)
  if (verdict.allowed) return 'yes'
  return verdict.because === 'NOT_LISTED' ? 'not listed' : verdict.rule
}

describe('without rules', () => {
  it.each([
    ['db.example.com', '93.184.216.34'],
    ['localhost', '127.0.0.1'],
    ['localhost', '::1'],
    ['shop-db', '172.18.0.3'],
    ['10.0.0.7', '10.0.0.7'],
    ['fd12::7', 'fd12::7'],
  ])('%s at %s is allowed', (host, address) => {
    expect(judge('', host, address)).toBe('yes')
  })

  it.each([
    ['169.254.169.254', 'cloud metadata services'],
    ['169.254.170.2', 'cloud metadata services'],
    ['100.100.100.200', 'cloud metadata services'],
    ['168.63.129.16', 'cloud metadata services'],
    ['fd00:ec2::254', 'cloud metadata services'],
    ['FD00:EC2:0:0:0:0:0:254', 'cloud metadata services'],
    ['169.254.0.1', 'link-local addresses'],
    ['fe80::1', 'link-local addresses'],
    ['fe80::1%eth0', 'link-local addresses'],
    ['febf:ffff::1', 'link-local addresses'],
    ['0.0.0.0', 'unspecified addresses'],
    ['0.1.2.3', 'unspecified addresses'],
    ['::', 'unspecified addresses'],
    ['::ffff:0.0.0.0', 'unspecified addresses'],
    ['::ffff:169.254.169.254', 'cloud metadata services'],
    ['::ffff:a9fe:a9fe', 'cloud metadata services'],
    ['::169.254.169.254', 'cloud metadata services'],
    ['64:ff9b::169.254.169.254', 'cloud metadata services'],
    ['64:ff9b:1:a9fe:a9:fe00::', 'cloud metadata services'],
    ['2002:a9fe:a9fe::1', 'cloud metadata services'],
    ['2001:0:a9fe:a9fe::1', 'cloud metadata services'],
    ['2001:0:102:304::5601:5601', 'cloud metadata services'],
    ['not an address', 'not listed'],
    ['127.1', 'not listed'],
  ])('a name at %s is refused: %s', (address, reason) => {
    expect(judge('', 'db.example.com', address)).toBe(reason)
  })

  it.each(['metadata.google.internal', 'METADATA.Google.internal.', 'metadata.goog'])(
    '%s is refused wherever it leads',
    name => {
      expect(judge('', name, '10.0.0.1')).toBe('cloud metadata services')
      expect(createHostPolicy([]).judgeName(name).allowed).toBe(false)
    },
  )
})

describe('with rules', () => {
  it.each([
    // Once something is allowed, only that is.
    ['10.0.0.0/8', 'db', '10.1.2.3', 'yes'],
    ['10.0.0.0/8', 'db', '11.1.2.3', 'not listed'],
    ['10.0.0.0/8', 'db', '::ffff:10.1.2.3', 'yes'],
    ['::ffff:10.0.0.0/104', 'db', '10.1.2.3', 'yes'],
    ['10.0.0.0/8', 'db', '64:ff9b::10.1.2.3', 'not listed'],
    ['fd12::/16', 'db', 'fd12:1::1', 'yes'],
    ['[fd12::1]', 'db', 'fd12::1', 'yes'],
    ['0.0.0.0/0', 'db', '8.8.8.8', 'yes'],
    ['0.0.0.0/0', 'db', '2606:4700::1', 'not listed'],
    // Names, as typed.
    ['db.example.com', 'db.example.com', '10.0.0.1', 'yes'],
    ['db.example.com', 'DB.Example.COM.', '10.0.0.1', 'yes'],
    ['DB.example.com.', 'db.example.com', '10.0.0.1', 'yes'],
    ['db.example.com', 'other.example.com', '10.0.0.1', 'not listed'],
    ['db.example.com', '10.0.0.1', '10.0.0.1', 'not listed'],
    ['*.example.com', 'a.b.example.com', '10.0.0.1', 'yes'],
    ['*.example.com', 'example.com', '10.0.0.1', 'not listed'],
    ['*.example.com', 'badexample.com', '10.0.0.1', 'not listed'],
    ['bücher.example', 'xn--bcher-kva.example', '10.0.0.1', 'yes'],
    ['xn--bcher-kva.example', 'BÜCHER.example', '10.0.0.1', 'yes'],
    ['shop_db', 'shop_db', '10.0.0.1', 'yes'],
    ['db.example.com 10.0.0.0/8', 'other', '10.0.0.1', 'yes'],
    // What is forbidden stays so.
    ['!10.0.0.0/8', 'db', '10.1.2.3', '!10.0.0.0/8'],
    ['!10.0.0.0/8', 'db', '11.1.2.3', 'yes'],
    ['!10.0.0.0/8', 'db', '::ffff:10.1.2.3', '!10.0.0.0/8'],
    ['!10.0.0.0/8', 'db', '64:ff9b::10.1.2.3', '!10.0.0.0/8'],
    ['!127.0.0.0/8', '0x7f.1', '127.0.0.1', '!127.0.0.0/8'],
    ['!127.0.0.0/8', '0', '0.0.0.0', 'unspecified addresses'],
    ['!::/0', 'db', '::1', '!::/0'],
    ['!*.internal', 'db.internal', '10.0.0.1', '!*.internal'],
    ['db.internal !*.internal', 'db.internal', '10.0.0.1', '!*.internal'],
    ['db !10.0.0.0/8', 'db', '10.1.2.3', '!10.0.0.0/8'],
    ['10.0.0.0/8 !10.0.9.0/24', 'db', '10.0.9.1', '!10.0.9.0/24'],
    ['10.0.0.0/8 !10.0.9.0/24', 'db', '10.0.8.1', 'yes'],
    // What is refused by itself needs to be named.
    ['169.254.0.0/16', 'db', '169.254.1.1', 'link-local addresses'],
    ['0.0.0.0/0', 'db', '169.254.169.254', 'cloud metadata services'],
    ['db', 'db', '169.254.169.254', 'cloud metadata services'],
    ['169.254.1.1', 'db', '169.254.1.1', 'yes'],
    ['169.254.1.1', 'db', '169.254.1.2', 'link-local addresses'],
    ['169.254.169.254/32', 'db', '169.254.169.254', 'yes'],
    ['::ffff:169.254.169.254', 'db', '169.254.169.254', 'yes'],
    ['169.254.169.254 !169.254.0.0/16', 'db', '169.254.169.254', '!169.254.0.0/16'],
    ['*.google.internal', 'metadata.google.internal', '10.0.0.1', 'cloud metadata services'],
    ['metadata.google.internal', 'metadata.google.internal', '10.0.0.1', 'yes'],
    ['metadata.google.internal', 'metadata.google.internal', '169.254.169.254', 'cloud metadata services'],
  ])('%s: %s at %s is %s', (rules, host, address, expected) => {
    expect(judge(rules, host, address)).toBe(expected)
  })

  it('refuses a name before it is resolved where no address could help', () => {
    const byName = (rules: string[], name: string) => createHostPolicy(rules).judgeName(name).allowed
    expect(byName(['db.example.com'], 'other')).toBe(false)
    expect(byName(['!other'], 'other')).toBe(false)
    expect(byName(['db.example.com', '10.0.0.0/8'], 'other')).toBe(true)
    expect(byName(['!db.example.com'], 'other')).toBe(true)
  })

  it('tells that a name does not exist only where it says nothing about the network', () => {
    const mayTell = (rules: string[]) => createHostPolicy(rules).mayTellThatUnknown('db.example.com')
    expect([[], ['!10.0.0.0/8'], ['*.example.com']].map(mayTell)).toEqual([true, true, true])
    expect([['10.0.0.0/8'], ['other.example.com']].map(mayTell)).toEqual([false, false])
  })
})

describe('any IPv4 address', () => {
  const hex = (part: number) => part.toString(16).padStart(2, '0')
  const clothes = [
    ([a, b, c, d]: number[]) => `::ffff:${a}.${b}.${c}.${d}`,
    ([a, b, c, d]: number[]) => `0:0:0:0:0:FFFF:${hex(a!)}${hex(b!)}:${hex(c!)}${hex(d!)}`,
    ([a, b, c, d]: number[]) => `64:ff9b::${a}.${b}.${c}.${d}`,
    ([a, b, c, d]: number[]) => `2002:${hex(a!)}${hex(b!)}:${hex(c!)}${hex(d!)}::1`,
  ]

  it('that is refused is refused in all its clothes too', () => {
    const policy = createHostPolicy(['!10.0.0.0/8', '!192.168.0.0/16', '!127.0.0.0/8'])
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom(...clothes), (address, dress) => {
        const plain = policy.judge('db', address)
        const dressed = policy.judge('db', dress(address.split('.').map(Number)))
        if (!plain.allowed) expect(dressed).toEqual(plain)
      }),
      { examples: [['127.0.0.1', clothes[0]!], ['10.9.8.7', clothes[2]!]] }, // prettier-ignore
    )
  })

  it('is in the range that is made of its own leading bits, and not in the neighbouring one', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 31 }), (address, prefix) => {
        const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
        const size = 2 ** (32 - prefix)
        const rangeFrom = (start: number) =>
          `!${[24, 16, 8, 0].map(shift => Math.floor(start / 2 ** shift) % 256).join('.')}/${prefix}`
        const first = Math.floor(number / size) * size
        expect(judge(rangeFrom(first), 'db', address)).toBe(rangeFrom(first))
        const neighbour = (first + size) % 2 ** 32
        expect(judge(rangeFrom(neighbour), 'db', address)).not.toBe(rangeFrom(neighbour))
      }),
    )
  })

  it('and any other text gets a verdict', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (host, address) => {
        const verdict = createHostPolicy([]).judge(host, address)
        if (verdict.allowed) expect(isIPv4(address) || address.includes(':')).toBe(true)
      }),
    )
  })
})

it('names all rules that it cannot read', () => {
  const bad = [
    '10.0.0.0/33',
    '10.0.0.5/8',
    '127.1',
    '0x7f.1',
    'a..b',
    'db:5432',
    'http://db',
    '*',
    '!',
    '*.*.com',
  ]
  let failure: unknown
  try {
    createHostPolicy(['ok.example.com', '::1', '*.example.com', ...bad, '::1/129', 'fd12::/8/9', '1.2.3.4/'])
  } catch (error) {
    failure = error
  }
  expect(failure).toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('10.0.0.0/33') as string,
  })
  const { fields } = failure as { fields: { message: string }[] }
  expect(fields.map(({ message }) => message.split(' ')[0])).toEqual([
    ...bad,
    '::1/129',
    'fd12::/8/9',
    '1.2.3.4/',
  ])
})
