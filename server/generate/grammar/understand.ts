import type { GroundedQuestion } from '../../domain.ts'
import type { QueryTree } from './query-tree.ts'
import { createReader } from './reader.ts'
import type { Misfit } from './resolve-nouns.ts'
import { resolveSketch } from './resolve-sketch.ts'
import { readSentence } from './sentence.ts'

export type Understanding =
  /** `guesses` is 0 when every word was taken by its exact name. */
  | { kind: 'tree'; tree: QueryTree; guesses: number }
  /** Several readings that are equally good. */
  | { kind: 'several'; trees: readonly QueryTree[] }
  | { kind: 'misfit'; misfit: Misfit }
  /** No reading of the whole question; the words up to `reached` made sense. */
  | { kind: 'unread'; reached: number }

/** Longer questions are told in several steps, or by a model. */
const MOST_WORDS = 60

/** Reads a question, and the questions before it that it builds on. */
export function understand(question: GroundedQuestion): Understanding {
  if (question.words.length > MOST_WORDS) return { kind: 'unread', reached: 0 }
  const previous = previousTree(question.previous)
  const reader = createReader({ ...question, previous: previous ? question.previous : [] })
  const readings = readSentence(reader)
  if (readings.length === 0) return { kind: 'unread', reached: reader.reached() }
  const results = readings.map(reading => ({
    reading,
    resolved: resolveSketch(reading.value, { catalog: question.catalog, words: question.words, previous }),
  }))
  const trees = results.flatMap(({ reading, resolved }) =>
    resolved.ok
      ? [
          {
            tree: resolved.value,
            guesses: resolved.cost,
            read: reading.cost,
            cost: reading.cost + resolved.cost,
          },
        ]
      : [],
  )
  const failures = results.flatMap(({ reading, resolved }) =>
    resolved.ok ? [] : [{ misfit: resolved.misfit, read: reading.cost }],
  )
  return choose(trees, failures)
}

interface Candidate {
  tree: QueryTree
  guesses: number
  /** What reading it cost, before anything was settled. */
  read: number
  cost: number
}

interface Failure {
  misfit: Misfit
  read: number
}

/** The cheapest reading; a cheaper one that was ambiguous is not skipped, because it may have been the one meant. */
function choose(trees: Candidate[], failures: Failure[]): Understanding {
  const least = Math.min(...trees.map(({ cost }) => cost))
  const chosen = trees.filter(({ cost }) => cost === least)
  const simplest = Math.min(...chosen.map(({ read }) => read))
  const [failure] = [...failures].sort((a, b) => a.read - b.read)
  const doubt = failures.find(({ misfit, read }) => misfit.kind !== 'unsound' && read < simplest)
  if (doubt) return { kind: 'misfit', misfit: doubt.misfit }
  const best = new Map(chosen.map(candidate => [treeKey(candidate.tree), candidate]))
  const [only, ...others] = best.values()
  if (only && others.length === 0) return { kind: 'tree', tree: only.tree, guesses: only.guesses }
  if (only) return { kind: 'several', trees: [only, ...others].map(({ tree }) => tree) }
  return failure ? { kind: 'misfit', misfit: failure.misfit } : { kind: 'unread', reached: 0 }
}

/** Each question of the chain is read with those before it; the last one that is understood is what `they` means. */
function previousTree(previous: readonly GroundedQuestion[]): QueryTree | null {
  const last = previous.at(-1)
  if (!last) return null
  const understood = understand({ ...last, previous: previous.slice(0, -1) })
  return understood.kind === 'tree' ? understood.tree : null
}

/** Trees that say the same are one; tables and columns are told apart by their names. */
function treeKey(tree: QueryTree): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === 'columns' || key === 'foreignKeys' || key === 'comment') return undefined
    return value
  })
}
