import { domainToASCII } from 'node:url'
import { ADDRESS_BITS, holds, readIpAddress } from './ip-address.ts'
import type { IpAddress, IpRange } from './ip-address.ts'

/** One rule of DATABASE_HOSTS. */
export interface HostRule {
  /** As it was written. */
  text: string
  forbids: boolean
  names: NameRule | null
  range: IpRange | null
}

interface NameRule {
  name: string
  /** The rule is `*.name`: all below the name, not the name itself. */
  below: boolean
}

/** The rule, or what is wrong with it. */
export type ReadRule = { rule: HostRule } | { fault: string }

/**
 * A host name in the form in which names are compared: lower case, international letters as `xn--`, no dot at the end.
 * An empty string for what cannot be a name.
 */
export function canonicalName(name: string): string {
  return domainToASCII(name.replace(/\.$/, '')).toLowerCase()
}

export function namesHost({ names }: HostRule, canonical: string): boolean {
  if (names === null) return false
  return names.below ? canonical.endsWith(`.${names.name}`) : canonical === names.name
}

export function holdsAddress({ range }: HostRule, address: IpAddress): boolean {
  return range !== null && holds(range, address)
}

/** Whether the rule is about this one host or address and nothing else. */
export function isExact({ names, range }: HostRule): boolean {
  if (range !== null) return range.prefix === ADDRESS_BITS[range.version]
  return names !== null && !names.below
}

/** @param text e.g. `db.example.com`, `*.example.com`, `10.0.0.0/8`, `[::1]`; with `!` before it, it forbids */
export function readHostRule(text: string): ReadRule {
  const forbids = text.startsWith('!')
  const what = text.slice(forbids ? 1 : 0).trim()
  const range = readRange(what.replace(/^\[(.*)\]/, '$1'))
  if (range === null) return readNameRule(text, forbids, what)
  return 'fault' in range ? range : { rule: { text, forbids, names: null, range } }
}

function readNameRule(text: string, forbids: boolean, what: string): ReadRule {
  const below = what.startsWith('*.')
  const name = canonicalName(below ? what.slice(2) : what)
  if (!isName(name)) return { fault: 'is neither a host name nor an address nor a range such as 10.0.0.0/8' }
  if (readIpAddress(name) !== null)
    return { fault: `is a short way to write ${name}: write the address in full` }
  return { rule: { text, forbids, names: { name, below }, range: null } }
}

/** Underscores are no part of Internet names, but of services' names in Compose. */
function isName(name: string): boolean {
  return (
    name.length <= 253 &&
    name.split('.').every(label => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  )
}

/** Null for what does not begin with an address. */
function readRange(text: string): IpRange | { fault: string } | null {
  const [written = '', length, ...rest] = text.split('/')
  const address = readIpAddress(written)
  if (address === null) return text.includes('/') ? { fault: 'does not begin with a complete address' } : null
  const { version, bits } = address
  const full = ADDRESS_BITS[version]
  if (length === undefined) return { version, bits, prefix: full }
  // An IPv4 range in IPv6 clothes counts its bits from the left of the IPv6 address.
  const hidden = version === 4 && written.includes(':') ? 96 : 0
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) - hidden : NaN
  if (!(prefix >= 0 && prefix <= full) || rest.length > 0)
    return { fault: `has no number from ${hidden} to ${full + hidden} behind its slash` }
  const below = BigInt(full - prefix)
  if ((bits >> below) << below !== bits)
    return { fault: `names one address, not a range: bits behind the first ${length} are set` }
  return { version, bits, prefix }
}
