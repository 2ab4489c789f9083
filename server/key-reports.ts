/** What becomes of saved passwords and their keys, in words for whoever runs the server. Never a password or a key. */
import { GENERATED_KEY_ID } from './own-store.ts'
import type { Resealing, UnreadablePassword } from './store/sealed-passwords.ts'

const MENDING = [
  'Give the server that key back (APP_ENCRYPTION_KEYS, or the file of the generated key) and start it again,',
  'or enter the passwords of these connections anew. Nothing was changed, and everything else works.',
].join(' ')

/** One message, the connections by the key that is missing or wrong; null when every password can be read. */
export function explainUnreadable(
  unreadable: readonly UnreadablePassword[],
  generatedKeyFile: string,
): string | null {
  if (unreadable.length === 0) return null
  const keys = [...new Set(unreadable.map(({ keyId, reason }) => `${reason} ${keyId}`))]
  const parts = keys.map(key => {
    const concerned = unreadable.filter(({ keyId, reason }) => `${reason} ${keyId}` === key)
    const names = concerned.map(({ name }) => `"${name}"`).join(', ')
    return `${names} (${concerned[0] ? why(concerned[0], generatedKeyFile) : ''})`
  })
  const what = count(unreadable.length, 'saved password')
  return `${what} cannot be read: ${parts.join('; ')}. ${MENDING}`
}

function why({ keyId, reason }: UnreadablePassword, generatedKeyFile: string): string {
  const isGenerated = keyId === GENERATED_KEY_ID
  if (reason === 'MISSING') {
    return isGenerated
      ? `the generated key "${keyId}" is missing: ${generatedKeyFile}`
      : `the key "${keyId}" is not among APP_ENCRYPTION_KEYS`
  }
  return `the key "${keyId}"${isGenerated ? `, ${generatedKeyFile},` : ''} is not the one that sealed it`
}

/**
 * @param keyIds of all keys that the server has, the sealing one first
 * @returns lines
 */
export function reportRotation(
  { resealed, alreadyRight, unreadable, keyIdsInUse }: Resealing,
  keyIds: readonly string[],
  generatedKeyFile: string,
): string[] {
  const [sealing = '', ...older] = keyIds
  const lines = [
    `Sealed anew under the key "${sealing}": ${count(resealed, 'saved password')}.`,
    `Already under it: ${alreadyRight}. Unreadable: ${unreadable.length}.`,
  ]
  const unused = older.filter(id => !keyIdsInUse.includes(id))
  if (unused.length > 0) {
    const where = unused.map(id =>
      id === GENERATED_KEY_ID ? `"${id}" (the file ${generatedKeyFile})` : `"${id}"`,
    )
    lines.push(
      `No saved password needs ${where.join(', ')} any more. When every server runs with "${sealing}" as its first key,`,
      `${unused.length === 1 ? 'it' : 'they'} can be removed; keep a copy for as long as you keep backups of the store.`,
    )
  }
  return lines
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
