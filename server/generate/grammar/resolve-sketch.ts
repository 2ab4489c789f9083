import pluralize from 'pluralize'
import type { Catalog, CatalogColumn, CatalogTable, QuestionWord } from '../../domain.ts'
import { checkTree } from './check-tree.ts'
import { joinPath } from './join-path.ts'
import { identifyingColumns, namingColumns, singularName, spokenName } from './naming-columns.ts'
import type { ColumnUse, Filter, Group, MeasureOutput, Order, Output, QueryTree } from './query-tree.ts'
import { isMeasure, tableOf } from './query-tree.ts'
import { resolveFilters } from './resolve-modifiers.ts'
import { resolveColumn, resolveTable, settled, unsound } from './resolve-nouns.ts'
import type { Resolved, Scope } from './resolve-nouns.ts'
import { isMeasureNoun, resolveRoles } from './resolve-subject.ts'
import type { Roles } from './resolve-subject.ts'
import type { ColumnNoun, Measure, Modifier, OrderKey, Sketch, SketchOutput, TableNoun } from './sketch.ts'

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
  })
  if (!conditions.ok) return conditions
  const { scope } = conditions.value
  const ownScope = { ...scope, focus, subject, nearby: null }
  const groups = resolveGroups(sketch, roles.value, ownScope, previous)
  if (!groups.ok) return groups
  const outputs = resolveOutputs(sketch, ownScope, previous)
  if (!outputs.ok) return outputs
  const restriction: Filter[] = owner && !perOwner ? [{ kind: 'related', table: owner }] : []
  const tree: QueryTree = {
    subject,
    outputs: outputs.value,
    distinct: sketch.distinct && !outputs.value.some(isMeasure),
    filters: [...inherited.value, ...restriction, ...conditions.value.filters],
    groups: groups.value,
    order: [],
    limit: null,
  }
  const ordered = resolveOrder(sketch, tree, ownScope, context)
  if (!ordered.ok) return ordered
  const checked = checkTree(ordered.value, catalog)
  if (!checked.ok) return checked
  return settled(
    withoutRepeats(checked.value, catalog),
    roles.cost + conditions.cost + groups.cost + outputs.cost + ordered.cost,
  )
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

function resolveGroups(
  sketch: Sketch,
  { owner, perOwner, subject }: Roles,
  scope: Scope,
  previous: QueryTree | null,
): Resolved<Group[]> {
  const groups: Group[] = []
  let cost = 0
  const nouns: (ColumnNoun | TableNoun)[] = sketch.modifiers.flatMap(modifier =>
    modifier.kind === 'group' ? modifier.by : [],
  )
  const ranksGroups = sketch.modifiers.some(
    modifier =>
      (modifier.kind === 'order' || modifier.kind === 'extreme') &&
      modifier.key !== null &&
      isMeasureNoun(modifier.key),
  )
  if (sketch.subject.kind === 'group' && ranksGroups) nouns.unshift(sketch.subject.noun)
  if (owner && perOwner) groups.push(entityGroup(owner))
  const measures = ranksGroups || sketch.outputs.some(isMeasureNoun)
  for (const noun of nouns) {
    const group = noun.kind === 'table' ? resolveEntity(noun, scope) : resolveGroupColumn(noun, scope)
    if (!group.ok) return group
    const isSubject = group.value.kind === 'entity' && group.value.table === subject
    if (isSubject && !measures) continue
    groups.push(group.value)
    cost += group.cost
  }
  if (groups.length > 0 && !measures)
    return unsound(
      previous ? 'nothing to count or measure per group' : 'nothing is counted or measured per group',
    )
  return settled(groups, cost)
}

function resolveEntity(noun: TableNoun, { catalog }: Scope): Resolved<Group> {
  const table = resolveTable(noun, catalog)
  return table.ok ? settled(entityGroup(table.value), table.cost) : table
}

function entityGroup(table: CatalogTable): Group {
  return { kind: 'entity', table, shown: identifyingColumns(table) }
}

/** A column that only points to another table groups by numbers nobody knows: the name of that table is better. */
function resolveGroupColumn(noun: ColumnNoun, scope: Scope): Resolved<Group> {
  const column = resolveColumn(noun, scope)
  if (!column.ok) return column
  const { table, column: found } = column.value
  if (
    found.kind !== 'TEXT' &&
    scope.catalog.tables.some(other => singularName(other.name) === singularName(found.name))
  )
    return unsound(`${table.name}.${found.name} seems to point to another table`)
  const points = table.foreignKeys.some(key => key.columns.includes(found.name))
  return settled({ kind: 'column', use: column.value }, column.cost + (points ? 3 : 0))
}

function resolveOutputs(sketch: Sketch, scope: Scope, previous: QueryTree | null): Resolved<Output[]> {
  const asked: SketchOutput[] = [...sketch.outputs]
  const ranking = sketch.modifiers.flatMap(modifier =>
    (modifier.kind === 'order' || modifier.kind === 'extreme') && modifier.key && isMeasureNoun(modifier.key)
      ? [modifier.key]
      : [],
  )
  if (sketch.subject.kind === 'group' && ranking.length === 0) asked.unshift(sketch.subject.noun)
  const outputs: Output[] = []
  let cost = 0
  for (const output of [...asked, ...ranking]) {
    const resolved = resolveOutput(output, scope)
    if (!resolved.ok) return resolved
    cost += resolved.cost
    outputs.push(...resolved.value.filter(next => !outputs.some(other => sameOutput(other, next))))
  }
  if (outputs.length > 0) return settled(outputs, cost)
  // `only those in Berlin` goes on counting, `show them` asks for the rows that were counted.
  const goesOn =
    sketch.subject.kind === 'previous' && (sketch.modifiers.length > 0 || !previous?.outputs.some(isMeasure))
  const before = goesOn ? previous?.outputs : undefined
  return settled([...(before ?? [{ kind: 'row', table: scope.subject } as const])])
}

function resolveOutput(output: SketchOutput, scope: Scope): Resolved<Output[]> {
  if (output.kind === 'column') {
    const column = resolveColumn(output, scope)
    return column.ok ? settled([{ kind: 'column', use: column.value }], column.cost) : column
  }
  if (output.kind !== 'name') {
    const measure = resolveMeasure(output, scope)
    return measure.ok ? settled([measure.value], measure.cost) : measure
  }
  const table = output.table ? resolveTable(output.table, scope.catalog) : settled(scope.focus)
  if (!table.ok) return table
  const naming = output.part === 'name' ? namingColumns(table.value) : keyColumns(table.value)
  return naming.length > 0
    ? settled(
        naming.map(column => ({ kind: 'column', use: { table: table.value, column } })),
        table.cost,
      )
    : unsound(`${table.value.name} has no ${output.part}`)
}

function keyColumns(table: CatalogTable): readonly CatalogColumn[] {
  return table.columns.filter(column => table.primaryKey.includes(column.name))
}

/** Rows of a table with such a column stand for several things each, so that counting rows may not be meant. */
const COUNTER = /^(count|cnt|number|num|total|amount)$/u

function resolveMeasure(measure: Measure, scope: Scope): Resolved<MeasureOutput> {
  if (measure.kind === 'count') {
    const counter = scope.subject.columns.find(({ name }) => COUNTER.test(spokenName(name)))
    return counter
      ? unsound(`${scope.subject.name} has a column ${counter.name}: rows or their numbers?`)
      : settled({ kind: 'count' })
  }
  const own = { ...scope, focus: scope.subject }
  if (measure.kind === 'count-distinct') {
    const column = resolveColumn(measure.of, own)
    return column.ok ? settled({ kind: 'count-distinct', use: column.value }, column.cost) : column
  }
  const column = resolveColumn(measure.column, own)
  if (!column.ok) return column
  const { kind, name } = column.value.column
  const numeric = kind === 'INTEGER' || kind === 'DECIMAL'
  const comparable = numeric || kind === 'DATE' || kind === 'TIMESTAMP'
  const fits = measure.name === 'MIN' || measure.name === 'MAX' ? comparable : numeric
  return fits
    ? settled({ kind: 'aggregate', name: measure.name, use: column.value }, column.cost)
    : unsound(`${name} is not a number`)
}

type Ordering = Extract<Modifier, { kind: 'order' | 'extreme' }>

function resolveOrder(
  sketch: Sketch,
  tree: QueryTree,
  scope: Scope,
  context: ResolveContext,
): Resolved<QueryTree> {
  const orderings = sketch.modifiers.filter(
    (modifier): modifier is Ordering => modifier.kind === 'order' || modifier.kind === 'extreme',
  )
  const extremes = orderings.filter(({ kind }) => kind === 'extreme').length
  if (extremes > 1 || (extremes === 1 && orderings.length > 1)) return unsound('two ways to sort')
  const limit = sketch.limit ?? (extremes === 1 ? 1 : null)
  if (limit !== null && orderings.length === 0) return unsound('the first ones need something to sort by')
  if (extremes === 1 && sketch.limit === null && isPlural(sketch, context.words))
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
    const descending = ordering.descending ?? (ranked ? sketch.rank !== 'bottom' : false)
    order.push(...by.value.map(key => ({ by: key, descending })))
    if (ranked)
      known.push(
        ...by.value.flatMap(key =>
          key.kind === 'column' && key.use.column.nullable ? [{ kind: 'known' as const, use: key.use }] : [],
        ),
      )
  }
  return settled({ ...tree, order, limit, filters: [...tree.filters, ...known] }, cost)
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

function sameOutput(a: Output, b: Output): boolean {
  return JSON.stringify(outputKey(a)) === JSON.stringify(outputKey(b))
}

function outputKey(output: Output): unknown {
  switch (output.kind) {
    case 'row':
      return ['row', output.table.name]
    case 'count':
      return ['count']
    case 'column':
    case 'count-distinct':
      return [output.kind, output.use.table.name, output.use.column.name]
    case 'aggregate':
      return [output.name, output.use.table.name, output.use.column.name]
  }
}
