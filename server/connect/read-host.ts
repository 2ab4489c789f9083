import type { Read } from './input-text.ts'

const MAX_LENGTH = 253
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i

/**
 * A host name or address, alone. Messages never repeat what was given: a pasted URL holds a password. Names in other
 * scripts become ASCII (xn--…), so that what is shown is what is looked up.
 */
export function readHost(text: string): Read<string> {
  const given = text.trim()
  if (given === '') return { problem: 'Enter the host, for example db.example.com' }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given))
    return { problem: 'This is a whole URL: paste it into the field for a connection URL' }
  if (/[\s\p{C}]/u.test(given))
    return { problem: 'A host has no spaces and no characters that cannot be seen' }
  if (given.includes('@'))
    return { problem: 'Only the host belongs here; user and password have fields of their own' }
  if (/[/\\]/.test(given)) return { problem: 'Only a host name or address: no path, database or socket file' }
  const bare = given.replace(/^\[(.*)\]$/s, '$1')
  if (bare.includes(':')) return readAddress(bare)
  return readName(bare)
}

function readAddress(text: string): Read<string> {
  if (URL.canParse(`http://[${text}]/`)) return { value: text.toLowerCase() }
  return /^[^:]+:\d+$/.test(text) || /\]:\d+$/.test(text)
    ? { problem: 'Only the host belongs here; the port has a field of its own' }
    : { problem: 'This is no IPv6 address' }
}

function readName(text: string): Read<string> {
  const name = /^[\x20-\x7e]*$/.test(text) ? text : asciiOf(text)
  if (name.length > MAX_LENGTH) return { problem: `A host can have ${MAX_LENGTH} characters at most` }
  // A dot at the end says that the name is complete; certificates are made for the name without it.
  const host = name.replace(/\.$/, '')
  return host.split('.').every(label => LABEL.test(label))
    ? { value: host }
    : { problem: 'This is no host name: letters, digits, hyphens and dots, for example db.example.com' }
}

function asciiOf(name: string): string {
  return URL.canParse(`http://${name}/`) ? new URL(`http://${name}/`).hostname : ''
}
