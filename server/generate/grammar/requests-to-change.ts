import type { GroundedQuestion } from '../../domain.ts'

/** Verbs that only ever change something, wherever they stand. */
const ALWAYS = new Set(['delete', 'truncate', 'insert', 'alter', 'drop', 'erase', 'wipe', 'purge'])

/** Verbs that ask for a change when the request starts with them. */
const FIRST =
  /^(update|set|change|rename|modify|remove|replace|add|increase|decrease|raise|reduce|lower|grant|revoke|upsert|merge|clear|fix|correct|edit|move|archive|restore|import|assign|cancel|mark|reset|enable|disable)$/u

const MADE_THINGS =
  /^(table|column|index|view|user|role|row|record|entry|database|schema|trigger|function|field)s?$/u

const POLITE = new Set(
  `please can could would will you kindly i we want need to like d i'd let us lets let's just now then go ahead and`.split(
    ' ',
  ),
)

/** The verb by which the question asks to change data or tables; null when it does not. */
export function changingVerb({ words, mentions }: GroundedQuestion): string | null {
  const spoken = words.filter(({ kind }) => kind === 'word' || kind === 'mark')
  const isName = (at: number) => mentions.some(({ from, to }) => from <= at && at < to)
  const anywhere = words.find(({ kind, normal }, at) => kind === 'word' && ALWAYS.has(normal) && !isName(at))
  if (anywhere) return anywhere.normal
  const first = spoken.find(({ normal }) => !POLITE.has(normal))
  if (!first) return null
  if (FIRST.test(first.normal)) return first.normal
  const creates = first.normal === 'create' || first.normal === 'make'
  return creates && words.some(({ normal }) => MADE_THINGS.test(normal)) ? first.normal : null
}
