import { joinPath } from './join-path.ts'
import type { CatalogTable } from '../../domain.ts'
import type { ColumnUse, Filter } from './query-tree.ts'
import { resolveColumn, resolveTable, resolveValue, settled, unsound } from './resolve-nouns.ts'
import type { Resolved, Scope } from './resolve-nouns.ts'
import { isMeasureNoun } from './resolve-subject.ts'
import type { ColumnNoun, Modifier, TableNoun } from './sketch.ts'

/** Conditions in the order they were said; each may move the focus for the next. */
export function resolveFilters(
  modifiers: readonly Modifier[],
  start: Scope,
): Resolved<{ filters: Filter[]; scope: Scope }> {
  const filters: Filter[] = []
  let scope = start
  let cost = 0
  for (const modifier of modifiers) {
    const next = resolveFilter(modifier, scope)
    if (!next.ok) return next
    cost += next.cost
    filters.push(...next.value.filters)
    const { focus, nearby } = next.value
    const beside = tablesBeside(modifier, scope)
    if (beside.length > 0) scope = { ...scope, beside: [...scope.beside, ...beside] }
    if (focus) scope = { ...scope, focus, nearby: null, beside: [], mentioned: [...scope.mentioned, focus] }
    if (nearby && nearby !== scope.focus && nearby !== scope.subject) scope = { ...scope, nearby }
  }
  const vague = modifiers.find(modifier => modifier.kind === 'related' && modifier.link === 'by')
  if (vague?.kind === 'related' && !isRestricted(vague.table, filters))
    return unsound('"by" could mean to sort, to group or to choose')
  return settled({ filters, scope }, cost)
}

/** What a group or a ranking speaks of. It does not move the focus, because the condition after it may pass over it. */
function tablesBeside(modifier: Modifier, { catalog, subject }: Scope): CatalogTable[] {
  switch (modifier.kind) {
    case 'group':
      return modifier.by.flatMap(noun => {
        if (noun.kind === 'column') return []
        const table = resolveTable(noun, catalog)
        return table.ok ? [table.value] : []
      })
    case 'order':
    case 'extreme':
      return modifier.key && isMeasureNoun(modifier.key) ? [subject] : []
    default:
      return []
  }
}

function isRestricted({ targets }: TableNoun, filters: readonly Filter[]): boolean {
  return filters.some(
    filter => filter.kind !== 'related' && targets.some(({ table }) => table === filter.use.table),
  )
}

interface Step {
  filters: Filter[]
  /** The table that what follows speaks of, when the modifier named one. */
  focus: CatalogTable | null
  /** The table that a value was found in. */
  nearby?: CatalogTable
}

function resolveFilter(modifier: Modifier, scope: Scope): Resolved<Step> {
  switch (modifier.kind) {
    case 'value':
      return resolveEquals(modifier, scope)
    case 'compare':
      return onColumn(modifier.column, scope, use => ({
        kind: 'compare',
        use,
        comparison: modifier.comparison,
        number: modifier.number,
      }))
    case 'between':
      return onColumn(modifier.column, scope, use => ({
        kind: 'between',
        use,
        low: modifier.low,
        high: modifier.high,
      }))
    case 'true':
      return onColumn(modifier.column, scope, use => ({ kind: 'true', use }))
    case 'related':
      return resolveRelated(modifier.table, scope)
    case 'group':
    case 'order':
    case 'extreme':
    case 'of-previous':
      return settled({ filters: [], focus: null })
  }
}

function onColumn(noun: ColumnNoun, scope: Scope, build: (use: ColumnUse) => Filter): Resolved<Step> {
  const column = resolveColumn(noun, scope)
  return column.ok ? settled({ filters: [build(column.value)], focus: null }, column.cost) : column
}

function resolveRelated(noun: TableNoun, scope: Scope): Resolved<Step> {
  const table = resolveTable(noun, scope.catalog)
  if (!table.ok) return table
  if (table.value === scope.subject) return settled({ filters: [], focus: table.value }, table.cost)
  return settled({ filters: [{ kind: 'related', table: table.value }], focus: table.value }, table.cost)
}

function resolveEquals(modifier: Extract<Modifier, { kind: 'value' }>, scope: Scope): Resolved<Step> {
  const found = modifier.values.map(value => resolveValue(value, modifier.noun, scope))
  const uses: (ColumnUse & { value: string; exact: boolean })[] = []
  let cost = 0
  for (const value of found) {
    if (!value.ok) return value
    cost += value.cost
    uses.push(value.value)
  }
  const [first] = uses
  if (!first) return unsound('no value')
  if (uses.some(({ column }) => column !== first.column))
    return unsound('the values are of different columns')
  const path = joinPath(scope.catalog, scope.subject, first.table)
  if (modifier.joinedBy === 'and' && path.kind === 'path' && path.toMany)
    return unsound('"and" could mean all of them or any of them')
  const filter: Filter = {
    kind: 'equals',
    use: { table: first.table, column: first.column },
    values: uses.map(({ value }) => value),
    exact: uses.every(({ exact }) => exact),
  }
  return settled({ filters: [filter], focus: null, nearby: first.table }, cost)
}
