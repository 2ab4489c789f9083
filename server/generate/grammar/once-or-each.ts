import type { GroundedQuestion } from '../../domain.ts'
import { withInstead } from './answer-words.ts'
import type { SharedShown } from './clauses/leaves-open.ts'
import { pluralName, singularName, spokenName } from './naming-columns.ts'

/** The question asking for each name once, and for the rows by their key. None is checked yet. */
export function countedOnceOrEach(question: GroundedQuestion, { columns, key }: SharedShown): string[] {
  const first = question.mentions.find(({ targets }) =>
    targets.some(target => target.kind === 'column' && columns.includes(target.column)),
  )
  if (!first) return []
  const said = question.text.slice(question.words[first.from]?.start, question.words[first.to - 1]?.end)
  return [`different ${said}`, ...(key ? [`${spokenName(key.name)} and ${said}`] : [])].map(text =>
    withInstead(question, first, text),
  )
}

export function sharedWords({ table, columns }: SharedShown): string {
  const names = columns.map(({ name }) => spokenName(name)).join(' and ')
  return `Several ${pluralName(table.name)} may have the same ${names}: each once, or a line for each ${singularName(table.name)}?`
}
