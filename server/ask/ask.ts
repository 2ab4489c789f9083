import type { Catalog, ColumnValues, GlossaryTerm, GroundedQuestion } from '../domain.ts'
import { withoutContraries } from './contrary-words.ts'
import { findMentions, isValue } from './find-mentions.ts'
import { knownColumns } from './known-columns.ts'
import { nameIndexOf } from './name-index.ts'
import { nameKey } from './name-words.ts'
import { readWords } from './read-words.ts'
import { repeatedColumns } from './repeated-columns.ts'
import { sharedValues } from './shared-values.ts'
import { withoutCourtesy } from './courtesy.ts'
import { withoutWritingOrders } from './writing-orders.ts'

export { validateQuestion } from './validate-question.ts'
export { nameIndexSteps } from './name-index.ts'
export { tellableColumns } from './tellable-columns.ts'
export { valueColumns } from './value-columns.ts'

export interface GroundQuestionInput {
  /** As `validateQuestion` returned it. */
  text: string
  /** The questions that it follows up on, oldest first. */
  previous: readonly string[]
  catalog: Catalog
  /** Samples of the columns that `valueColumns` chose; those that are missing are simply not found in. */
  values: readonly ColumnValues[]
  glossary: readonly GlossaryTerm[]
}

/**
 * Meets a question with the catalog: its words, and the tables, columns, values and glossary terms that they may speak
 * of. Decides nothing: overlapping and competing mentions are all there. Pure; milliseconds on hundreds of tables.
 */
export function groundQuestion({
  text,
  previous,
  catalog,
  values,
  glossary,
}: GroundQuestionInput): GroundedQuestion {
  const shared = sharedValues(catalog, values)
  const repeated = repeatedColumns(catalog, values)
  const known = knownColumns(catalog, values)
  const ground = (question: string, before: readonly GroundedQuestion[]): GroundedQuestion => {
    const asked = withoutCourtesy(withoutWritingOrders(question, readWords(question)))
    const words = withoutContraries(asked, catalog, word => {
      const named = nameIndexOf(catalog).get(nameKey([word])) ?? []
      return named.length > 0 || isValue({ catalog, values }, word)
    })
    const mentions = findMentions({ text: question, words, catalog, values, glossary })
    return {
      text: question,
      words,
      mentions,
      catalog,
      sharedValues: shared,
      repeatedColumns: repeated,
      knownColumns: known,
      previous: before,
    }
  }
  return ground(
    text,
    previous.map(question => ground(question, [])),
  )
}
