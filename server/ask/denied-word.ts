const PREFIX = /^(un|in|non|im|dis)(?=\p{L}{4})/u

/** What a word denies, `paid` for `unpaid`; null where it denies nothing by how it begins. */
export function deniedBy(word: string): string | null {
  const prefix = PREFIX.exec(word)?.[0]
  return prefix === undefined ? null : word.slice(prefix.length)
}
