import pluralize from 'pluralize'
import type { QuestionWord } from '../../domain.ts'
import { namingColumns } from './naming-columns.ts'
import type { ColumnUse, Filter, Order, QueryTree } from './query-tree.ts'
import { settled, unsound } from './resolve-nouns.ts'
import type { Resolved, Scope } from './resolve-nouns.ts'
import { resolveMeasure, resolveOutput } from './resolve-outputs.ts'
import { isPlainCount } from './resolve-subject.ts'
import { resolveDirection } from './resolve-direction.ts'
import type { Ordering } from './resolve-direction.ts'
import type { OrderKey, Sketch } from './sketch.ts'

/** In which sequence, and how many; a number of rows always needs something to sort by. */
export function resolveOrder(
  sketch: Sketch,
  tree: QueryTree,
  scope: Scope,
  words: readonly QuestionWord[],
): Resolved<QueryTree> {
  const orderings = sketch.modifiers.filter(
    (modifier): modifier is Ordering => modifier.kind === 'order' || modifier.kind === 'extreme',
  )
  const extremes = orderings.filter(({ kind }) => kind === 'extreme').length
  if (extremes > 1 || (extremes === 1 && orderings.length > 1)) return unsound('two ways to sort')
  const limit = sketch.limit ?? (extremes === 1 ? 1 : null)
  if (limit !== null && orderings.length === 0) return unsound('the first ones need something to sort by')
  if (extremes === 1 && sketch.limit === null && isPlural(sketch, words))
    return unsound('several could share the first place: say how many to show')
  if (sketch.rank !== null && sketch.limit === null) return unsound('say how many to show')
  const order: Order[] = []
  const known: Filter[] = []
  let cost = 0
  for (const ordering of orderings) {
    const ranked = limit !== null
    const weak = ordering.kind === 'order' && !ordering.said && ordering.descending === null
    if (weak && !ranked) return unsound('"by" could sort or group')
    const by = resolveKey(ordering.key, tree, scope)
    if (!by.ok) return by
    cost += by.cost
    const way = resolveDirection(ordering, sketch, by.value)
    if (!way.ok) return way
    const descending = way.value
    order.push(...by.value.map(key => ({ by: key, descending })))
    if (ranked)
      known.push(
        ...by.value.flatMap(key =>
          key.kind === 'column' && key.use.column.nullable ? [{ kind: 'known' as const, use: key.use }] : [],
        ),
      )
  }
  const isOneOfSeveral = extremes === 1 && sketch.limit === null
  return settled({ ...tree, order, limit, isOneOfSeveral, filters: [...tree.filters, ...known] }, cost)
}

/** `which product has …` asks for one; `which products have …` for all that share the place. */
function isPlural({ subject }: Sketch, words: readonly QuestionWord[]): boolean {
  if (subject.kind !== 'table' && subject.kind !== 'group') return false
  const last = words[subject.noun.to - 1]?.normal ?? ''
  return pluralize.isPlural(last) && !pluralize.isSingular(last)
}

function resolveKey(key: OrderKey | null, tree: QueryTree, scope: Scope): Resolved<Order['by'][]> {
  if (key === null) {
    const first = firstColumn(tree)
    return first ? settled([{ kind: 'column', use: first }]) : unsound('nothing to sort by name')
  }
  if (key.kind !== 'column' && key.kind !== 'name') {
    if (isPlainCount(key) && !tree.outputs.some(({ kind }) => kind === 'count'))
      return unsound('nothing is counted')
    const measure = resolveMeasure(key, scope)
    return measure.ok ? settled([{ kind: 'measure', measure: measure.value }], measure.cost) : measure
  }
  const columns = resolveOutput(key, scope)
  if (!columns.ok) return columns
  const uses = columns.value.flatMap(output => (output.kind === 'column' ? [output.use] : []))
  return settled(
    uses.map(use => ({ kind: 'column', use })),
    columns.cost,
  )
}

function firstColumn(tree: QueryTree): ColumnUse | null {
  const [group] = tree.groups
  if (group?.kind === 'column') return group.use
  const [output] = tree.outputs
  if (output?.kind === 'column') return output.use
  const table = group?.kind === 'entity' ? group.table : tree.subject
  const [name] = namingColumns(table)
  return name ? { table, column: name } : null
}
