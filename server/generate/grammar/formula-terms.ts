import type { GlossaryTerm, GroundedQuestion } from '../../domain.ts'

/** The terms of the glossary that a question speaks of and whose formula stands for a column, each once. */
export function formulaTerms({ mentions }: GroundedQuestion): GlossaryTerm[] {
  const terms = mentions.flatMap(({ targets }) =>
    targets.flatMap(target =>
      'column' in target && target.column.formula ? [target.column.formula.term] : [],
    ),
  )
  return [...new Set(terms)]
}
