import { isIPv6 } from 'node:net'

/** Groups of an IPv6 address that one household or server is given: whoever has them can change the rest at will. */
const NETWORK_GROUPS = 4

/**
 * What wrong tries are counted by: the address itself, of IPv6 its network of 64 bits, and an IPv4 address however it is
 * written. Pure.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%')
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(plain)) return address
  const [before = '', after] = plain.toLowerCase().split('::')
  const groups = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = after === undefined ? 0 : 8 - groups.length - tail.length
  const whole = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...tail]
  return `${whole
    .slice(0, NETWORK_GROUPS)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
