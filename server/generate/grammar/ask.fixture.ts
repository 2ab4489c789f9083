import { plainDialect } from '../../../tests/fixtures/shop-catalog.ts'
import { groundQuestion } from '../../ask/ask.ts'
import type { Catalog, ColumnValues, GlossaryTerm } from '../../domain.ts'
import type { Generation } from '../generation.ts'
import { createGrammar } from './grammar.ts'

export const grammar = createGrammar({ ground: groundQuestion })

interface Database {
  catalog: Catalog
  values: readonly ColumnValues[]
}

/** The answer to a question, or to the last one of a chain. */
export function ask(
  database: Database,
  chain: string | readonly string[],
  glossary: readonly GlossaryTerm[] = [],
): Generation {
  const texts = typeof chain === 'string' ? [chain] : chain
  const text = texts.at(-1) ?? ''
  const question = groundQuestion({ ...database, glossary, text, previous: texts.slice(0, -1) })
  return grammar.translate({ question, dialect: plainDialect })
}

/** The SQL on one line, or why there is none. */
export function sqlOf(database: Database, chain: string | readonly string[]): string {
  const answer = ask(database, chain)
  return answer.kind === 'query' ? answer.sql.replace(/\s+/gu, ' ') : `${answer.kind}: ${answer.message}`
}
