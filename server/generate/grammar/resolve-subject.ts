import type { Catalog, CatalogTable } from '../../domain.ts'
import { joinPath } from './join-path.ts'
import { namingColumns } from './naming-columns.ts'
import type { QueryTree } from './query-tree.ts'
import { resolveTable, settled, unsound } from './resolve-nouns.ts'
import type { Resolved } from './resolve-nouns.ts'
import type { ColumnNoun, ColumnTarget, Measure, OrderKey, Sketch } from './sketch.ts'

/** Whose rows the query reads, and the thing it speaks of when these are two (`freight of customers`). */
export interface Roles {
  subject: CatalogTable
  /** The table that was named as the thing, when it is not the subject: it is what groups or restricts the subject. */
  owner: CatalogTable | null
  /** True when the rows are to be counted or measured per owner. */
  perOwner: boolean
}

/** Finds whose rows are read. What is counted or measured decides; the thing that was named comes second. */
export function resolveRoles(sketch: Sketch, catalog: Catalog, previous: QueryTree | null): Resolved<Roles> {
  const named = namedTable(sketch, catalog, previous)
  if (named && !named.ok) return named
  const owner = named?.value ?? null
  const cost = named?.cost ?? 0
  const ranking = rankingMeasure(sketch)
  const measured = ranking ?? sketch.outputs.find(isMeasureNoun) ?? null
  if (!measured)
    return owner ? settled({ subject: owner, owner: null, perOwner: false }, cost) : columnsTable(sketch)
  const subject = measuredTable(measured, owner ?? hintedTable(sketch, catalog), catalog)
  if (!subject.ok) return subject
  const differs = owner !== null && owner !== subject.value
  // `the names of customers and the number of their orders`: a line for each, not one number for all.
  const showsOwner = sketch.outputs.some(output => !isMeasureNoun(output))
  return settled(
    {
      subject: subject.value,
      owner: differs ? owner : null,
      perOwner: differs && (ranking !== null || showsOwner),
    },
    cost + subject.cost,
  )
}

function namedTable(
  sketch: Sketch,
  catalog: Catalog,
  previous: QueryTree | null,
): Resolved<CatalogTable> | null {
  const { subject } = sketch
  if (subject.kind === 'table') return resolveTable(subject.noun, catalog)
  if (subject.kind === 'previous')
    return previous ? settled(previous.subject) : unsound('nothing was asked before')
  const [group] = sketch.modifiers.flatMap(modifier => (modifier.kind === 'group' ? modifier.by : []))
  const measures = sketch.outputs.some(isMeasureNoun)
  if (subject.kind === 'unsaid' && !measures && group?.kind === 'table') return resolveTable(group, catalog)
  return null
}

/** Without a thing, the first table that a condition or a group names tells columns of the same name apart. */
function hintedTable(sketch: Sketch, catalog: Catalog): CatalogTable | null {
  for (const modifier of sketch.modifiers) {
    const nouns =
      modifier.kind === 'group' ? modifier.by : modifier.kind === 'related' ? [modifier.table] : []
    for (const noun of nouns) {
      const [target] = noun.targets
      const table = noun.kind === 'table' ? resolveTable(noun, catalog) : null
      if (table?.ok) return table.value
      if (noun.kind === 'column' && target && noun.targets.length === 1) return target.table
    }
  }
  return null
}

/** What a ranking counts or measures: `by number of orders`, `with the most orders`. */
function rankingMeasure(sketch: Sketch): Measure | null {
  const keys = sketch.modifiers.flatMap(modifier =>
    modifier.kind === 'order' || modifier.kind === 'extreme' ? [modifier.key] : [],
  )
  return keys.find((key): key is Measure => key !== null && isMeasureNoun(key) && !isPlainCount(key)) ?? null
}

/** `sorted by count` says nothing of what is counted. */
export function isPlainCount(noun: OrderKey): boolean {
  return noun.kind === 'count' && noun.of === null
}

export function isMeasureNoun(noun: OrderKey): noun is Measure {
  return noun.kind === 'count' || noun.kind === 'count-distinct' || noun.kind === 'aggregate'
}

function measuredTable(
  measure: Measure,
  owner: CatalogTable | null,
  catalog: Catalog,
): Resolved<CatalogTable> {
  switch (measure.kind) {
    case 'count':
      return measure.of
        ? resolveTable(measure.of, catalog)
        : owner
          ? settled(owner)
          : unsound('nothing to count')
    case 'count-distinct':
      return tableOfColumn(measure.of, owner, catalog)
    case 'aggregate':
      return tableOfColumn(measure.column, owner, catalog)
  }
}

const isSure = ({ match }: ColumnTarget) => match === 'EXACT' || match === 'SHORT' || match === 'LONG'

/** The thing itself when it has the column; else the one table that has it and whose rows each belong to one thing. */
function tableOfColumn(
  noun: ColumnNoun,
  owner: CatalogTable | null,
  catalog: Catalog,
): Resolved<CatalogTable> {
  if (owner && noun.targets.some(({ table }) => table === owner)) return settled(owner)
  const tables = [...new Set(noun.targets.filter(isSure).map(({ table }) => table))].filter(table => {
    if (!owner) return true
    const path = joinPath(catalog, table, owner)
    return path.kind === 'path' && !path.toMany
  })
  return oneTable(noun, tables)
}

function oneTable(noun: ColumnNoun, tables: readonly CatalogTable[]): Resolved<CatalogTable> {
  const [only, ...others] = tables
  if (!only) return unsound('no table has that column')
  if (others.length === 0) return settled(only, 1)
  const options = noun.targets.filter(target => isSure(target) && tables.includes(target.table))
  return {
    ok: false,
    misfit: { kind: 'ambiguous', span: { from: noun.from, to: noun.to }, options, value: null },
  }
}

/** Without a thing, the columns must all be of one table. */
function columnsTable(sketch: Sketch): Resolved<Roles> {
  const groupNoun = sketch.subject.kind === 'group' ? [sketch.subject.noun] : []
  const outputs = [...groupNoun, ...sketch.outputs]
  const nameOf = outputs.flatMap(output => (output.kind === 'name' && output.table ? [output.table] : []))
  const columns = outputs.flatMap(output => (output.kind === 'column' ? [output] : []))
  const [firstName] = nameOf
  if (firstName && columns.length === 0) {
    const [target] = firstName.targets
    return target && firstName.targets.length === 1
      ? settled({ subject: target.table, owner: null, perOwner: false }, 1)
      : unsound('no single table of that name')
  }
  const isOwned = sketch.modifiers.some(({ kind }) => kind === 'related')
  if (isOwned && outputs.some(output => output.kind === 'name' && !output.table))
    return unsound('whose name?')
  const [first, ...rest] = columns
  if (!first) return unsound('nothing was named that the database has')
  const tables = [...new Set(first.targets.filter(isSure).map(({ table }) => table))].filter(table =>
    rest.every(column => column.targets.some(target => target.table === table)),
  )
  const table = oneTable(first, withNamedThing(sketch, tables))
  return table.ok ? settled({ subject: table.value, owner: null, perOwner: false }, table.cost) : table
}

/** `the phone of <name>`: of tables that have the column, the one where that is a row's name. */
function withNamedThing(sketch: Sketch, tables: readonly CatalogTable[]): readonly CatalogTable[] {
  const values = sketch.modifiers.flatMap(modifier =>
    modifier.kind === 'value' && modifier.noun === null
      ? modifier.values.flatMap(({ targets }) => targets)
      : [],
  )
  const named = tables.filter(table =>
    values.some(value => value.table === table && namingColumns(table).includes(value.column)),
  )
  return tables.length > 1 && named.length > 0 ? named : tables
}
