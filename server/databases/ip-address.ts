import { isIP } from 'node:net'

/** An address as a number, so that ranges are a matter of shifting. */
export interface IpAddress {
  version: 4 | 6
  bits: bigint
}

export interface IpRange extends IpAddress {
  /** How many of the leading bits count: 32 or 128 for a single address. */
  prefix: number
}

export const ADDRESS_BITS = { 4: 32, 6: 128 } as const

/**
 * Reads a complete address, e.g. `10.0.0.1`, `fe80::1%eth0` or `::ffff:10.0.0.1`; null for everything else, also for
 * the short and octal spellings that resolvers know. An IPv4 address in IPv6 clothes (RFC 4291, 2.5.5.2) reaches the
 * IPv4 host, so it is that address.
 */
export function readIpAddress(text: string): IpAddress | null {
  const [address = ''] = text.split('%')
  const version = isIP(address)
  if (version === 4) return { version, bits: join(address.split('.').map(Number), 8n) }
  if (version !== 6) return null
  return unwrapped(join(groupsOf(address), 16n))
}

/** Whether the range holds the address. */
export function holds(range: IpRange, address: IpAddress): boolean {
  if (range.version !== address.version) return false
  const rest = BigInt(ADDRESS_BITS[range.version] - range.prefix)
  return range.bits >> rest === address.bits >> rest
}

/**
 * IPv4 addresses that a gateway may reach when it is sent to this IPv6 address: those in addresses of NAT64 (RFC 6052,
 * RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380, inverted) and IPv4-compatible ones (RFC 4291, 2.5.5.1).
 */
export function embeddedAddresses({ version, bits }: IpAddress): readonly IpAddress[] {
  if (version === 4) return []
  const last = bits & 0xffffffffn
  const found: bigint[] = []
  if (bits >> 32n === 0n && last > 1n) found.push(last)
  if (bits >> 32n === 0x64ff9bn << 64n) found.push(last)
  if (bits >> 80n === 0x64ff9b0001n) {
    found.push((((bits >> 64n) & 0xffffn) << 16n) | ((bits >> 40n) & 0xffffn))
    if (last !== 0n) found.push(last)
  }
  if (bits >> 112n === 0x2002n) found.push((bits >> 80n) & 0xffffffffn)
  if (bits >> 96n === 0x20010000n) found.push((bits >> 64n) & 0xffffffffn, last ^ 0xffffffffn)
  return found.map(embedded => ({ version: 4, bits: embedded }))
}

function unwrapped(bits: bigint): IpAddress {
  return bits >> 32n === 0xffffn ? { version: 4, bits: bits & 0xffffffffn } : { version: 6, bits }
}

/** The eight groups of an IPv6 address that `isIP` has found well-formed. */
function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = address.split('::')
  const before = groupsIn(head)
  if (tail === undefined) return before
  const after = groupsIn(tail)
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}

function groupsIn(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap(group => {
    if (!group.includes('.')) return [parseInt(group, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
    return [a * 256 + b, c * 256 + d]
  })
}

function join(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((bits, part) => (bits << width) | BigInt(part), 0n)
}
