import type { Catalog, ColumnValues, GlossaryTerm, GroundedQuestion } from '../../domain.ts'
import type { Dialect } from '../../databases/database.ts'
import type { Generation } from '../generation.ts'
import { clarificationWords, clarifyingQuestions, declineWords, withInstead } from './answer-words.ts'
import { withoutBridges } from './bridge-tables.ts'
import { namingColumns } from './naming-columns.ts'
import { describeTree } from './describe-tree.ts'
import { exampleQuestions } from './example-questions.ts'
import { readFreely } from './read-freely.ts'
import type { Rivals } from './read-freely.ts'
import { otherWordings } from './rival-choices.ts'
import { countedOnceOrEach, sharedWords } from './once-or-each.ts'
import type { SharedShown } from './clauses/leaves-open.ts'
import { followUpTexts } from './follow-up-texts.ts'
import { linkSteps } from './clauses/links.ts'
import { chosenColumns, givenNames } from './clauses/draft.ts'
import { formulaTerms } from './formula-terms.ts'
import { followUpQuestions } from './follow-up-questions.ts'
import type { SeenValue } from './follow-up-questions.ts'
import { speaksOf } from './query-tree.ts'
import type { ColumnUse } from './query-tree.ts'
import { renderSql } from './render-sql.ts'
import { changingVerb } from './requests-to-change.ts'
import type { Misfit } from './resolve-nouns.ts'
import { planTables } from './table-plan.ts'
import { withMeanings } from './with-meanings.ts'
import { understand } from './understand.ts'
import type { Understanding } from './understand.ts'

export interface Data {
  catalog: Catalog
  values: readonly ColumnValues[]
  glossary: readonly GlossaryTerm[]
}

export interface FollowUpInput extends Data {
  previous: readonly string[]
  dialect: Dialect
  count: number
  seenValue: SeenValue
}

export interface GrammarParts {
  /** `groundQuestion` of the room `ask/`: suggestions are read back before they are made. */
  ground: (input: Data & { text: string; previous: readonly string[] }) => GroundedQuestion
}

export interface Grammar {
  /** Finds how the tables of a catalog are linked, a table at a step; without it the first question waits for that. */
  prepare(catalog: Catalog): Iterable<undefined>
  /**
   * SQL for a question, without a model. Precision first: every word of the question has a part in the query, or there
   * is no query and the words say what was understood. Pure; milliseconds.
   */
  translate(input: { question: GroundedQuestion; dialect: Dialect }): Generation
  /** At most `count` questions that a newcomer can ask this database; each translates. */
  suggestExamples(input: Data & { dialect: Dialect; count: number }): string[]
  /** At most `count` questions that go on from a chain of questions, oldest first; each translates. */
  suggestFollowUps(input: FollowUpInput): string[]
}

const MOST_CHOICES = 3
const MOST_CONFIDENCE_WITH_TIES = 0.8
/** A reading this sure needs no asking back. */
const CLEAR = 0.85
const MOST_EXAMPLES_AFTER_DECLINE = 3
const MOST_STEPS = 2
const MOST_WORDS_TO_REWORD = 12
/** A word that very many columns are called by is not asked back for each of them. */
const MOST_OPTIONS = 12

export function createGrammar({ ground }: GrammarParts): Grammar {
  // The same few examples go with every question that gets no answer; they follow from the catalog alone.
  const fallbacks = new WeakMap<Catalog, string[]>()
  const answers = (question: GroundedQuestion) => understand(strictly(question)).kind === 'tree'

  function translate({
    question: asked,
    dialect,
  }: {
    question: GroundedQuestion
    dialect: Dialect
  }): Generation {
    const question = withoutBridges(asked)
    const verb = changingVerb(question)
    if (verb !== null) return refusal(verb, fallbacksFor(question.catalog))
    const understanding = understand(strictly(question))
    if (understanding.kind === 'tree' && !listsFlag(understanding)) {
      const freely =
        tellsByKey(question, understanding) || listsByMatch(understanding, question.catalog)
          ? readFreely(question, dialect)
          : null
      if (freely?.kind === 'query') return freely
      if (freely?.kind === 'open') return onceOrEach(question, freely.shown, dialect)
      return {
        kind: 'query',
        sql: renderSql(understanding.tree, question.catalog, dialect),
        explanation: describeTree(understanding.tree),
        confidence: confidenceOf(understanding),
        origin: 'BUILT_IN',
        model: null,
        usage: null,
      }
    }
    const continued = followed(question, dialect)
    if (continued !== null) return continued
    const free = readFreely(question, dialect)
    const read = isSettled(understanding) && !settles(question, free, understanding) ? null : free
    if (read?.kind !== 'query') {
      const meant = inOtherWords(question, dialect)
      if (meant !== null) return meant
    }
    if (read?.kind === 'rivals') return settle(question, read, dialect)
    if (read?.kind === 'open') return onceOrEach(question, read.shown, dialect)
    if (read !== null) return read
    const choices = understanding.kind === 'misfit' ? choicesFor(question, understanding.misfit) : []
    if (understanding.kind === 'misfit' && understanding.misfit.kind !== 'unsound' && choices.length > 1)
      return {
        kind: 'clarification',
        message: clarificationWords(question, understanding.misfit),
        suggestions: choices,
      }
    return {
      kind: 'declined',
      message: declineWords(question, understanding),
      suggestions: [...rewordings(question), ...fallbacksFor(question.catalog)].slice(0, MOST_CHOICES),
    }
  }

  /** Asks which of several readings is meant, with a question for each that reads only so. */
  function settle(question: GroundedQuestion, { rivals, words }: Rivals, dialect: Dialect): Generation {
    const wanted = new Map(rivals.map(({ sql }) => [sql, null as string | null]))
    const columns = rivals.flatMap(({ draft }) => chosenColumns(draft.root))
    const names = rivals.flatMap(({ draft }) => givenNames(draft.root))
    for (const text of otherWordings(question, columns, names)) {
      if ([...wanted.values()].every(found => found !== null)) break
      const read = readFreely(again(question, text), dialect)
      if (read?.kind === 'query' && wanted.get(read.sql) === null) wanted.set(read.sql, text)
    }
    const choices = [...wanted.values()].filter(text => text !== null).slice(0, MOST_CHOICES)
    const message = `I can read this in two ways: ${words[0]}; or ${words[1]}.`
    return choices.length > 1
      ? { kind: 'clarification', message: `${message} Which one do you mean?`, suggestions: choices }
      : {
          kind: 'declined',
          message: `${message} Say which one in other words.`,
          suggestions: fallbacksFor(question.catalog),
        }
  }

  /** The answer to the question with the meaning of a glossary term in its place. */
  function inOtherWords(question: GroundedQuestion, dialect: Dialect): Generation | null {
    const meant = withMeanings(question)
    if (meant === null) return null
    const answer = translate({ question: again(question, meant.text), dialect })
    return answer.kind === 'query'
      ? { ...answer, explanation: [...meant.notes, answer.explanation].join(' · ') }
      : null
  }

  /** Asks whether names that several rows share are wanted once, or for each row. */
  function onceOrEach(question: GroundedQuestion, shown: SharedShown, dialect: Dialect): Generation {
    const choices = countedOnceOrEach(question, shown).filter(
      text => translate({ question: again(question, text), dialect }).kind === 'query',
    )
    const message = sharedWords(shown)
    return choices.length > 1
      ? { kind: 'clarification', message: `${message} Which do you mean?`, suggestions: choices }
      : { kind: 'declined', message, suggestions: [...choices, ...fallbacksFor(question.catalog)] }
  }

  /** The answer to a question that goes on from the one before, read as one whole question. */
  function followed(question: GroundedQuestion, dialect: Dialect): Generation | null {
    const last = question.previous.at(-1)
    if (!last) return null
    const before = wholeText({ ...last, previous: question.previous.slice(0, -1) }, dialect)
    const values = [...valuesIn(question), ...question.previous.flatMap(valuesIn)]
    const whole = (text: string) => ({
      ...ground({ catalog: question.catalog, values, glossary: termsIn(question), text, previous: [] }),
      sharedValues: question.sharedValues,
      repeatedColumns: question.repeatedColumns,
      knownColumns: question.knownColumns,
    })
    for (const text of followUpTexts(whole(before), question)) {
      const answer = translate({ question: whole(text), dialect })
      if (answer.kind === 'query')
        return { ...answer, explanation: `read as "${text}" · ${answer.explanation}` }
    }
    return null
  }

  /** What a question of a chain says by itself. */
  function wholeText(question: GroundedQuestion, dialect: Dialect): string {
    const last = question.previous.at(-1)
    if (!last) return question.text
    const before = wholeText({ ...last, previous: question.previous.slice(0, -1) }, dialect)
    const values = [...valuesIn(question), ...question.previous.flatMap(valuesIn)]
    const whole = (text: string) => ({
      ...ground({ catalog: question.catalog, values, glossary: termsIn(question), text, previous: [] }),
      sharedValues: question.sharedValues,
      repeatedColumns: question.repeatedColumns,
      knownColumns: question.knownColumns,
    })
    return (
      followUpTexts(whole(before), question).find(
        text => translate({ question: whole(text), dialect }).kind === 'query',
      ) ?? question.text
    )
  }

  /** What a short question may have meant: `customers per country` counts, most likely, but does not say so. */
  function rewordings(question: GroundedQuestion): string[] {
    const previous = question.previous.map(({ text }) => text)
    if (question.words.length > MOST_WORDS_TO_REWORD) return []
    return [`Number of ${question.text}`].filter(text =>
      answers(ground({ ...only(question), text, previous })),
    )
  }

  /** Full questions, each of which is understood, one per option. */
  function choicesFor(question: GroundedQuestion, misfit: Misfit): string[] {
    if (misfit.kind === 'unsound') return []
    const choices =
      misfit.kind === 'rank'
        ? misfit.words
            .map(word => withInstead(question, misfit.span, word))
            .filter(text => understand(again(question, text)).kind === 'tree')
        : misfit.options
            .slice(0, MOST_OPTIONS)
            .flatMap(option => settledBy(question, misfit, option, MOST_STEPS) ?? [])
    return [...new Set(choices)].slice(0, MOST_CHOICES)
  }

  /** The question in other words, with the values that were found for it, so that a choice reads as it will when asked. */
  function again(question: GroundedQuestion, text: string): GroundedQuestion {
    const previous = question.previous.map(({ text: before }) => before)
    return {
      ...ground({
        catalog: question.catalog,
        values: valuesIn(question),
        glossary: termsIn(question),
        text,
        previous,
      }),
      sharedValues: question.sharedValues,
      repeatedColumns: question.repeatedColumns,
      knownColumns: question.knownColumns,
    }
  }

  /** The question with the option put in; what is unclear after that is settled by the same table. */
  function settledBy(
    question: GroundedQuestion,
    misfit: Extract<Misfit, { kind: 'ambiguous' }>,
    option: ColumnUse,
    steps: number,
  ): string | null {
    const readings = clarifyingQuestions(question, misfit, option).map(text => {
      const next = again(question, text)
      return { text, next, understood: understand(next) }
    })
    const settled = readings.find(
      ({ understood }) => understood.kind === 'tree' && speaksOf(understood.tree, option),
    )
    if (settled) return settled.text
    for (const { next, understood } of steps === 0 ? [] : readings) {
      if (understood.kind !== 'misfit' || understood.misfit.kind !== 'ambiguous') continue
      const same = understood.misfit.options.find(({ table }) => table === option.table)
      const text = same ? settledBy(next, understood.misfit, same, steps - 1) : null
      if (text !== null) return text
    }
    return null
  }

  function fallbacksFor(catalog: Catalog): string[] {
    const known = fallbacks.get(catalog)
    if (known) return known
    const found = examples({ catalog, values: [], glossary: [], count: MOST_EXAMPLES_AFTER_DECLINE })
    fallbacks.set(catalog, found)
    return found
  }

  function examples({ count, ...data }: Data & { count: number }): string[] {
    return exampleQuestions(data.catalog, data.values)
      .filter(text => answers(ground({ ...data, text, previous: [] })))
      .slice(0, count)
  }

  function followUps({ count, previous, seenValue, ...data }: FollowUpInput): string[] {
    const text = previous.at(-1)
    if (text === undefined) return []
    const last = understand(ground({ ...data, text, previous: previous.slice(0, -1) }))
    if (last.kind !== 'tree') return []
    return followUpQuestions(last.tree, data.catalog, seenValue)
      .filter(next => next !== text)
      .filter(next => answers(ground({ ...data, text: next, previous })))
      .slice(0, count)
  }

  return { prepare: linkSteps, translate, suggestExamples: examples, suggestFollowUps: followUps }
}

/** Only names as they are called, not other forms of their words. */
function strictly(question: GroundedQuestion): GroundedQuestion {
  const named = ({ mentions }: GroundedQuestion) =>
    mentions.flatMap(mention => {
      const targets = mention.targets.filter(
        target =>
          (target.kind === 'value' && !target.misspelled && !target.column.formula) ||
          target.kind === 'term' ||
          // Formulas of the glossary are read with what is freely said only.
          (target.kind === 'column' && !target.column.formula && target.match !== 'STEM') ||
          (target.kind === 'table' && target.match !== 'STEM'),
      )
      return targets.length === 0 ? [] : [{ ...mention, targets }]
    })
  const previous = question.previous.map(each => ({ ...each, mentions: named(each) }))
  return { ...question, mentions: named(question), previous }
}

/** "Discontinued products" are such products, not a list of yes and no. */
function listsFlag({ tree }: Extract<Understanding, { kind: 'tree' }>): boolean {
  const [only, ...more] = tree.outputs
  return (
    only?.kind === 'column' &&
    more.length === 0 &&
    tree.filters.length + tree.groups.length === 0 &&
    (only.use.column.kind === 'BOOLEAN' ||
      (only.use.column.kind === 'INTEGER' && /(ed|able|active)$|^is_/iu.test(only.use.column.name)))
  )
}

/** "Employees and their managers" are told by their names, not by the keys that point to them. */
function tellsByKey({ text }: GroundedQuestion, { tree }: Extract<Understanding, { kind: 'tree' }>): boolean {
  if (/\b(ids?|codes?|keys?|numbers?)\b/iu.test(text)) return false
  const shown = [...tree.outputs, ...tree.groups].flatMap(each => (each.kind === 'column' ? [each.use] : []))
  return shown.some(use =>
    use.table.foreignKeys.some(key => key.columns.length === 1 && key.columns[0] === use.column.name),
  )
}

/** Rows chosen by what belongs to them may be meant once for each name or once for each row. */
function listsByMatch({ tree }: Extract<Understanding, { kind: 'tree' }>, catalog: Catalog): boolean {
  return planTables(tree, catalog).exists.length > 0
}

/** Read, and found to be unclear or unsound; what was only not found may be reached by links that no key declares. */
function isSettled(understanding: Understanding): boolean {
  if (understanding.kind !== 'misfit') return false
  return (
    understanding.misfit.kind !== 'unsound' ||
    !/^(no (table|column|such table)|.* have that name|nothing is counted|.* has a column|nothing tells rows|.* are (not linked|linked in)|nothing was (asked|named)|whole rows|"by" could|some rows would|two ways to sort)/u.test(
      understanding.misfit.why,
    )
  )
}

/** Which column of a name is meant may follow from the rest of the question. */
function settles(
  question: GroundedQuestion,
  free: ReturnType<typeof readFreely>,
  understanding: Understanding,
): boolean {
  if (free?.kind === 'query' && understanding.kind === 'misfit' && isNameOrOther(understanding.misfit))
    return true
  // A column of just that name, further off than others that only end so.
  const { misfit } = understanding.kind === 'misfit' ? understanding : { misfit: null }
  if (free?.kind === 'query' && misfit?.kind === 'ambiguous' && misfit.value === null) {
    const said = question.mentions.filter(
      ({ from, to }) => from === misfit.span.from && to === misfit.span.to,
    )
    const targets = said.flatMap(each => each.targets).filter(target => target.kind === 'column')
    const exact = targets.filter(({ match }) => match === 'EXACT')
    if (exact.length === 1 && !misfit.options.some(({ column }) => column === exact[0]?.column)) return true
  }
  return (
    free?.kind === 'query' &&
    (free.confidence ?? 0) >= CLEAR &&
    understanding.kind === 'misfit' &&
    understanding.misfit.kind === 'ambiguous' &&
    understanding.misfit.value === null
  )
}

/** A value that is the name of a row, and also stands in another column of the same table, means the row of that name. */
function isNameOrOther(misfit: Misfit): boolean {
  if (misfit.kind !== 'ambiguous' || misfit.value === null) return false
  const [first] = misfit.options
  const names = first ? namingColumns(first.table) : []
  return (
    misfit.options.every(({ table }) => table === first?.table) &&
    misfit.options.filter(({ column }) => names.includes(column)).length === 1
  )
}

/** The values were spent on the question; its suggestions do without. */
function only({ catalog }: GroundedQuestion): Data {
  return { catalog, values: [], glossary: [] }
}

/** What a question and those before it take from the glossary. */
function termsIn(question: GroundedQuestion): GlossaryTerm[] {
  return [...new Set([...formulaTerms(question), ...question.previous.flatMap(termsIn)])]
}

/** What the data was found to hold of what the question says. */
function valuesIn({ mentions }: GroundedQuestion): ColumnValues[] {
  return mentions.flatMap(({ targets }) =>
    targets.flatMap(target =>
      target.kind === 'value' && !target.column.formula
        ? [
            {
              schema: target.table.schema,
              table: target.table.name,
              column: target.column.name,
              values: [target.value],
              complete: false,
            },
          ]
        : [],
    ),
  )
}

/** 1 when every name was said as the database has it; each rougher match costs, and so does a place that several may share. */
function confidenceOf({ guesses, tree }: Extract<Understanding, { kind: 'tree' }>): number {
  const most = tree.isOneOfSeveral ? MOST_CONFIDENCE_WITH_TIES : 1
  return Math.max(0.5, Math.min(most, Math.round((1 - guesses / 10) * 100) / 100))
}

function refusal(verb: string, suggestions: string[]): Generation {
  return {
    kind: 'refusal',
    message: `This asks to change something ("${verb}"). Questions here only read; nothing was changed.`,
    suggestions,
  }
}
