import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { lastPart, wordsOf } from '../names-of.ts'
import { asOneLine, counted, listed } from '../one-line.ts'

/** What was asked for in words, beside what the change does. */
export function requestEvidence({ proposal: { request, changes } }: Facts): readonly Found[] {
  if (request === null)
    return [fact('REQUEST', 'The change began as SQL, so there are no words to hold it against')]
  const asked = fact('REQUEST', `Asked for was: ${asOneLine(request, 200)}`)
  const said = new Set(
    request
      .toLowerCase()
      .split(/[^\p{L}\d]+/u)
      .map(stem),
  )
  const speaksOf = (object: string) => wordsOf(object).some(word => said.has(stem(word)))
  const unspoken = changes.filter(({ object, kind }) => !speaksOf(object) && !isMadeUp(kind))
  const spoken = changes.filter(change => !unspoken.includes(change))
  const found: Found[] = [asked]
  if (unspoken.length > 0)
    found.push({
      topic: 'REQUEST',
      text: `${counted(unspoken.length, 'change was', 'changes were')} not spoken of in the request: ${listed(unspoken.map(({ kind, object }) => `${object} (${kind.toLowerCase()})`))}`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Say in a comment why they belong to it, or take them out.',
    })
  if (changes.length > 0 && spoken.length > 0)
    found.push(
      fact(
        'REQUEST',
        `${counted(spoken.length, 'change is', 'changes are')} what the request speaks of: ${listed(spoken.map(({ object }) => lastPart(object)))}`,
      ),
    )
  return found
}

/** Names of keys, indexes and rights are nobody's wish. */
function isMadeUp(kind: string): boolean {
  return /CONSTRAINT|INDEX|SEQUENCE|GRANT|COMMENT/.test(kind)
}

/** Rough: the plural of English, and no more. */
function stem(word: string): string {
  return word
    .toLowerCase()
    .replace(/(?:ies)$/, 'y')
    .replace(/(?<=[a-z]{2})s$/, '')
}
