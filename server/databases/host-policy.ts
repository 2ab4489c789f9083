import { AppError } from '../errors.ts'
import { canonicalName, holdsAddress, isExact, namesHost, readHostRule } from './host-rule.ts'
import type { HostRule } from './host-rule.ts'
import { embeddedAddresses, readIpAddress } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'

/** `rule`: as it stands in DATABASE_HOSTS, or what kind of host is refused as long as no rule names that very one. */
export type HostVerdict =
  | { allowed: true }
  | { allowed: false; because: 'FORBIDDEN'; rule: string }
  | { allowed: false; because: 'BUILT_IN'; rule: string }
  | { allowed: false; because: 'NOT_LISTED' }

/** Which database hosts users may connect to. Pure. */
export interface HostPolicy {
  /** Before the name is resolved: refuses where no address could make it right. */
  judgeName(hostName: string): HostVerdict
  /** @param address one of those that the name was resolved to; what cannot be read as an address is refused */
  judge(hostName: string, address: string): HostVerdict
  /**
   * Whether users may learn that the name does not exist. Where only listed hosts are allowed, the answer for all others
   * is the same whether they exist or not, so that nobody can ask the internal name server through us.
   */
  mayTellThatUnknown(hostName: string): boolean
}

const ALLOWED: HostVerdict = { allowed: true }
const NOT_LISTED: HostVerdict = { allowed: false, because: 'NOT_LISTED' }

/** Where clouds tell their machines secrets; most are link-local. By the documentation of each. */
const METADATA =
  'metadata.google.internal, metadata.goog, instance-data.ec2.internal, 169.254.169.254, 169.254.170.2, ' +
  '169.254.170.23, fd00:ec2::254, fd00:ec2::23, fd20:ce::254, 100.100.100.200, 168.63.129.16, 192.0.0.192'

const BUILT_IN: readonly { rule: HostRule; kind: string }[] = [
  ...builtIn('cloud metadata services', METADATA),
  ...builtIn('link-local addresses', '169.254.0.0/16, fe80::/10'),
  // Linux takes them for this machine itself, so they would slip past rules on 127.0.0.0/8.
  ...builtIn('unspecified addresses', '0.0.0.0/8, ::'),
]

/**
 * Reads the rules of DATABASE_HOSTS: names, names below a name (`*.example.com`), addresses, ranges; `!` forbids.
 * CONFIG_INVALID with every rule that cannot be read.
 *
 * - What a `!` rule matches is refused, whatever the others say.
 * - Link-local, cloud metadata and unspecified addresses are refused, unless a rule names that very address (or name);
 *   a range or a `*.` rule does not.
 * - If any rule allows, only what such a rule matches is allowed, by name or by address; else everything is.
 *
 * Names are compared with what the user typed, addresses with what it resolves to. An address that embeds an IPv4
 * address is refused where that one is. Rules on names say nothing about other names of the same host.
 */
export function createHostPolicy(rules: readonly string[]): HostPolicy {
  const parsed = readRules(rules)
  const forbidding = parsed.filter(rule => rule.forbids)
  const allowing = parsed.filter(rule => !rule.forbids)
  const exact = allowing.filter(isExact)
  const listsAddresses = allowing.some(rule => rule.range !== null)

  function refusalOf(matches: (rule: HostRule) => boolean): HostVerdict | null {
    const forbids = forbidding.find(matches)
    if (forbids) return { allowed: false, because: 'FORBIDDEN', rule: forbids.text }
    const refuses = BUILT_IN.find(({ rule }) => matches(rule))
    return refuses && !exact.some(matches)
      ? { allowed: false, because: 'BUILT_IN', rule: refuses.kind }
      : null
  }

  const isListed = (name: string) => allowing.length === 0 || allowing.some(rule => namesHost(rule, name))

  function judgeAddress(address: IpAddress): HostVerdict | null {
    for (const form of [address, ...embeddedAddresses(address)]) {
      const refusal = refusalOf(rule => holdsAddress(rule, form))
      if (refusal !== null) return refusal
    }
    return null
  }

  return {
    judgeName(hostName) {
      const name = canonicalName(hostName)
      const refusal = refusalOf(rule => namesHost(rule, name))
      if (refusal !== null) return refusal
      return isListed(name) || listsAddresses ? ALLOWED : NOT_LISTED
    },

    judge(hostName, text) {
      const name = canonicalName(hostName)
      const address = readIpAddress(text)
      if (address === null) return NOT_LISTED
      const refusal = refusalOf(rule => namesHost(rule, name)) ?? judgeAddress(address)
      if (refusal !== null) return refusal
      return isListed(name) || allowing.some(rule => holdsAddress(rule, address)) ? ALLOWED : NOT_LISTED
    },

    mayTellThatUnknown: hostName => isListed(canonicalName(hostName)),
  }
}

function readRules(texts: readonly string[]): readonly HostRule[] {
  const read = texts.map(text => ({ text, ...readHostRule(text) }))
  const faults = read.flatMap(item => ('fault' in item ? [`${item.text} ${item.fault}`] : []))
  if (faults.length === 0) return read.flatMap(item => ('rule' in item ? [item.rule] : []))
  throw new AppError(
    'CONFIG_INVALID',
    `DATABASE_HOSTS has rules that cannot be read: ${faults.join('; ')}.`,
    {
      hints: ['A rule is a name, *.name, an address or a range such as 10.0.0.0/8; ! before it forbids.'],
      fields: faults.map(message => ({ field: 'DATABASE_HOSTS', message })),
    },
  )
}

function builtIn(kind: string, rules: string): { rule: HostRule; kind: string }[] {
  return readRules(rules.split(', ')).map(rule => ({ rule, kind }))
}
