import type { Catalog, CatalogTable, QuestionWord } from '../../domain.ts'
import { checkTree } from './check-tree.ts'
import { withEmptyGroups } from './empty-groups.ts'
import { joinPath } from './join-path.ts'
import type { Filter, QueryTree } from './query-tree.ts'
import { isMeasure, tableOf } from './query-tree.ts'
import { resolveGroups } from './resolve-groups.ts'
import { resolveFilters } from './resolve-modifiers.ts'
import { settled, unsound } from './resolve-nouns.ts'
import type { Resolved } from './resolve-nouns.ts'
import { resolveOrder } from './resolve-order.ts'
import { resolveOutputs } from './resolve-outputs.ts'
import { resolveRoles } from './resolve-subject.ts'
import type { Sketch } from './sketch.ts'

export interface ResolveContext {
  catalog: Catalog
  words: readonly QuestionWord[]
  /** The question before, when there was one and it was understood. */
  previous: QueryTree | null
}

/** Settles what every noun of a sketch means; or says why that cannot be done without guessing. */
export function resolveSketch(sketch: Sketch, context: ResolveContext): Resolved<QueryTree> {
  const { catalog, previous } = context
  const roles = resolveRoles(sketch, catalog, previous)
  if (!roles.ok) return roles
  const { subject, owner, perOwner } = roles.value
  const inherited = inheritedFilters(sketch, subject, previous)
  if (!inherited.ok) return inherited
  const focus = owner ?? subject
  const conditions = resolveFilters(sketch.modifiers, {
    catalog,
    subject,
    focus,
    mentioned: [focus, subject],
    nearby: null,
    beside: [],
  })
  if (!conditions.ok) return conditions
  const { scope } = conditions.value
  const ownScope = { ...scope, focus, subject, nearby: null, beside: [] }
  const groups = resolveGroups(sketch, roles.value, ownScope, previous)
  if (!groups.ok) return groups
  const outputs = resolveOutputs(sketch, ownScope, previous)
  if (!outputs.ok) return outputs
  const restriction: Filter[] = owner && !perOwner ? [{ kind: 'related', table: owner }] : []
  const tree: QueryTree = {
    subject,
    outputs: outputs.value,
    distinct: sketch.distinct && !outputs.value.some(isMeasure),
    filters: withoutImplied([...inherited.value, ...restriction, ...conditions.value.filters]),
    groups: groups.value,
    order: [],
    limit: null,
    isOneOfSeveral: false,
    keepsEmptyGroups: false,
  }
  const ordered = resolveOrder(sketch, tree, ownScope, context.words)
  if (!ordered.ok) return ordered
  const checked = checkTree(ordered.value, catalog)
  if (!checked.ok) return checked
  const grouped = withEmptyGroups(checked.value, catalog)
  if (!grouped.ok) return grouped
  return settled(
    withoutRepeats(grouped.value, catalog),
    roles.cost + conditions.cost + groups.cost + outputs.cost + ordered.cost,
  )
}

/** A condition on a linked table says already that there is a row of it: `of publishers in Japan`. */
function withoutImplied(filters: readonly Filter[]): Filter[] {
  const restricted = new Set(filters.filter(({ kind }) => kind !== 'related').map(tableOf))
  return filters.filter(filter => filter.kind !== 'related' || !restricted.has(filter.table))
}

/**
 * Some columns of rows that were chosen by what belongs to them (`cities of customers with orders`): each once. That is
 * what people expect of such a list, and what the usual join with DISTINCT gives.
 */
function withoutRepeats(tree: QueryTree, catalog: Catalog): QueryTree {
  const byOthers = tree.filters.some(filter => {
    const path = joinPath(catalog, tree.subject, tableOf(filter))
    return path.kind === 'path' && path.toMany
  })
  const someColumns = tree.outputs.every(({ kind }) => kind === 'column') && tree.order.length === 0
  return byOthers && someColumns ? { ...tree, distinct: true } : tree
}

/** What held for the rows before holds on; a cut or grouped result is not a set of rows to go on with. */
function inheritedFilters(
  sketch: Sketch,
  subject: CatalogTable,
  previous: QueryTree | null,
): Resolved<Filter[]> {
  const goesOn =
    sketch.subject.kind === 'previous' || sketch.modifiers.some(({ kind }) => kind === 'of-previous')
  if (!goesOn) return settled([])
  if (!previous) return unsound('nothing was asked before')
  if (previous.limit !== null || previous.groups.length > 0)
    return unsound('the question before gave only some rows, or groups of rows')
  const owned = sketch.modifiers.some(({ kind }) => kind === 'of-previous')
  if (owned && previous.subject === subject) return unsound(`${subject.name} of ${subject.name}`)
  return settled([
    ...(owned ? [{ kind: 'related' as const, table: previous.subject }] : []),
    ...previous.filters,
  ])
}
