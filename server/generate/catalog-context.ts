import { catalogText, linkedCatalogText } from './catalog-text.ts'
import type { CatalogTextInput } from './catalog-text.ts'
import type { CatalogTable, Mention } from '../domain.ts'
import { estimateTokens } from './estimate-tokens.ts'
import { linkTables } from './link-tables.ts'

export interface CatalogContextInput extends CatalogTextInput {
  /** What is asked, earlier questions included. */
  question: string
  mentions: readonly Mention[]
  /** How often each table was used in queries that ran, by `tableKey`. */
  usage: ReadonlyMap<string, number>
  maxTokens: number
}

/** Whole: the same for every question. Linked: what belongs to this one; more can be looked up. */
export type CatalogContext =
  | { kind: 'whole'; text: string; tables: readonly CatalogTable[] }
  | { kind: 'linked'; text: string; tables: readonly CatalogTable[] }

/** What a look-up answers with at most. */
const LOOK_UP_TOKENS = 1_500

/** The whole catalog where it fits, else the tables that the question seems to need. Pure. */
export function catalogContext(input: CatalogContextInput): CatalogContext {
  const { catalog, maxTokens } = input
  if (mayFit(input)) {
    const text = catalogText(input)
    if (estimateTokens(text) <= maxTokens) return { kind: 'whole', text, tables: catalog.tables }
  }
  const ranked = linkTables({
    catalog,
    text: input.question,
    mentions: input.mentions,
    usage: input.usage,
  })
  const { text, tables } = linkedCatalogText({ ...input, ranked })
  return { kind: 'linked', text, tables }
}

/** What a model asked for by words or names, in full as far as it fits; nothing where nothing fits the words. */
export function lookUpTables(input: CatalogTextInput, words: string): string {
  const ranked = linkTables({ catalog: input.catalog, text: words })
  return linkedCatalogText({ ...input, ranked, question: words, maxTokens: LOOK_UP_TOKENS }).text
}

/** A column takes at least two tokens: no need to write a thousand tables to see that they are too many. */
function mayFit({ catalog, maxTokens }: CatalogContextInput): boolean {
  return catalog.tables.reduce((sum, { columns }) => sum + columns.length * 2, 0) <= maxTokens
}
