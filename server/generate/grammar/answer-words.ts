import type { GroundedQuestion, Mention } from '../../domain.ts'
import { describeTree } from './describe-tree.ts'
import { singularName, spokenName } from './naming-columns.ts'
import type { ColumnUse } from './query-tree.ts'
import type { Misfit } from './resolve-nouns.ts'
import type { Span } from './sketch.ts'
import type { Understanding } from './understand.ts'

/** What was understood of a question that gets no query, and what was not. */
export function declineWords(question: GroundedQuestion, understanding: Understanding): string {
  return [reason(question, understanding), found(question)].filter(part => part !== '').join(' ')
}

function reason(question: GroundedQuestion, understanding: Understanding): string {
  switch (understanding.kind) {
    case 'several':
      return `I can read this in several ways: ${understanding.trees.map(describeTree).join('; or ')}.`
    case 'misfit':
      if (pronounOf(question) !== null) return unreadWords(question, 0)
      return understanding.misfit.kind === 'unsound'
        ? `I am not sure enough of an answer: ${understanding.misfit.why}.`
        : clarificationWords(question, understanding.misfit)
    case 'unread':
    case 'tree':
      return unreadWords(question, understanding.kind === 'unread' ? understanding.reached : 0)
  }
}

const PRONOUNS = /^(they|them|their|those|these|ones|it|its)$/u

/** A word like `their` that has nothing to point back to. */
function pronounOf({ words, previous }: GroundedQuestion): string | null {
  const pronoun = words.find(({ normal }) => PRONOUNS.test(normal))
  return pronoun && previous.length === 0 ? pronoun.text : null
}

function unreadWords(question: GroundedQuestion, reached: number): string {
  const pronoun = pronounOf(question)
  if (pronoun !== null) return `I don't know what "${pronoun}" means without a question before this one.`
  const known = (at: number) => question.mentions.some(({ from, to }) => from <= at && at < to)
  const stop = question.words[reached]
  if (stop && stop.kind !== 'mark' && !known(reached)) return `I don't know what "${stop.text}" means here.`
  if (stop) return `I can't read the question from "${question.text.slice(stop.start).trim()}" on.`
  return `I can't tell what is asked for.`
}

/** The names and values that were found, longest first where they overlap. */
function found(question: GroundedQuestion): string {
  const taken: Mention[] = []
  for (const mention of [...question.mentions].sort((a, b) => b.to - b.from - (a.to - a.from)))
    if (!taken.some(({ from, to }) => mention.from < to && from < mention.to)) taken.push(mention)
  const parts = taken.sort((a, b) => a.from - b.from).flatMap(mention => foundWords(question, mention))
  return parts.length === 0
    ? 'I found nothing in it that this database has.'
    : `I understood: ${parts.join('; ')}.`
}

function foundWords({ text, words }: GroundedQuestion, { from, to, targets }: Mention): string[] {
  const first = words[from]
  const last = words[to - 1]
  const [target] = targets
  if (!first || !last || !target) return []
  const said = text.slice(first.start, last.end)
  switch (target.kind) {
    case 'table':
      return [`"${said}" is the table ${target.table.name}`]
    case 'column':
      return [
        `"${said}" is the column ${target.table.name}.${target.column.name}${targets.length > 1 ? ' or another' : ''}`,
      ]
    case 'value':
      return [
        `"${said}" is a value of ${target.table.name}.${target.column.name}${targets.length > 1 ? ' or another' : ''}`,
      ]
    case 'fragment':
      return [`"${said}" is in values of ${target.table.name}.${target.column.name}`]
    case 'term':
      return [`"${said}" means ${target.term.meaning}`]
  }
}

export function clarificationWords(
  question: GroundedQuestion,
  misfit: Exclude<Misfit, { kind: 'unsound' }>,
): string {
  const names =
    misfit.kind === 'rank'
      ? misfit.words.map(word => `"${word}"`)
      : misfit.options.map(({ table, column }) => `${table.name}.${column.name}`)
  return `"${spanText(question, misfit.span)}" could be ${names.join(' or ')}. Which one do you mean?`
}

/** The question with the option's full name in place of what was unclear, in some ways to say it. */
export function clarifyingQuestions(
  question: GroundedQuestion,
  { span, value }: Extract<Misfit, { kind: 'ambiguous' }>,
  option: ColumnUse,
): string[] {
  return fullNames(option).map(name =>
    withInstead(question, span, value === null ? name : `${name} "${value}"`),
  )
}

/** The question with other words in place of some of its own. */
export function withInstead({ text, words }: GroundedQuestion, { from, to }: Span, instead: string): string {
  return text.slice(0, words[from]?.start ?? 0) + instead + text.slice(words[to - 1]?.end ?? 0)
}

/** The column's own name, for where that already says enough, and with the table's name in front. */
function fullNames({ table, column }: ColumnUse): string[] {
  return [spokenName(column.name), `${singularName(table.name)} ${spokenName(column.name)}`]
}

function spanText({ text, words }: GroundedQuestion, { from, to }: Span): string {
  return text.slice(words[from]?.start ?? 0, words[to - 1]?.end ?? 0)
}
