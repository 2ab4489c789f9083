import type { GroundedQuestion, Mention, MentionTarget } from '../../domain.ts'
import type { GivenName } from './clauses/draft.ts'
import { singularName, spokenName } from './naming-columns.ts'
import { withInstead } from './answer-words.ts'

/** More wordings than these are not tried. */
const MOST_WORDINGS = 14

/**
 * The question in other words, once for each thing that one of its names may mean, likeliest to settle it first. None is
 * checked yet.
 */
export function otherWordings(
  question: GroundedQuestion,
  columns: readonly string[],
  names: readonly GivenName[],
): string[] {
  const unclear = question.mentions.filter(({ targets }) => targets.length > 1)
  const end = question.text.trim().replace(/[?.!\s]+$/u, '')
  const named = unclear.flatMap(mention =>
    mention.targets.flatMap(target => wordsFor(question, mention, target)),
  )
  const linked = [...new Set(columns)].map(column => `${end}, going by ${spokenName(column)}`)
  const whose = names
    .filter(({ text }) => question.text.includes(text))
    .map(({ text, table }) => question.text.replace(text, `${singularName(table.name)} ${text}`))
  return [...new Set([...whose, ...linked, ...named])].slice(0, MOST_WORDINGS)
}

function wordsFor(question: GroundedQuestion, { from, to }: Mention, target: MentionTarget): string[] {
  const instead = (text: string) => withInstead(question, { from, to }, text)
  switch (target.kind) {
    case 'table':
      return [instead(spokenName(target.table.name))]
    case 'column':
      return [
        instead(`${spokenName(target.table.name)} ${spokenName(target.column.name)}`),
        instead(spokenName(target.column.name)),
      ]
    case 'value':
      return [
        instead(`${spokenName(target.column.name)} "${target.value}"`),
        instead(`${spokenName(target.table.name)} with ${spokenName(target.column.name)} "${target.value}"`),
        instead(`${spokenName(target.table.name)} ${spokenName(target.column.name)} "${target.value}"`),
      ]
    case 'fragment':
    case 'term':
      return []
  }
}
