import type { CatalogColumn, CatalogTable } from '../../domain.ts'
import { namingColumns, spokenName } from './naming-columns.ts'
import type { MeasureOutput, Output, QueryTree } from './query-tree.ts'
import { isMeasure } from './query-tree.ts'
import { resolveColumn, resolveTable, settled, unsound } from './resolve-nouns.ts'
import type { Resolved, Scope } from './resolve-nouns.ts'
import { isMeasureNoun, isPlainCount } from './resolve-subject.ts'
import type { Measure, Sketch, SketchOutput } from './sketch.ts'

/** What is shown: what was asked for, what is ranked by, else whole rows. */
export function resolveOutputs(sketch: Sketch, scope: Scope, previous: QueryTree | null): Resolved<Output[]> {
  const asked: SketchOutput[] = [...sketch.outputs]
  const ranking = sketch.modifiers.flatMap(modifier =>
    (modifier.kind === 'order' || modifier.kind === 'extreme') &&
    modifier.key &&
    isMeasureNoun(modifier.key) &&
    !isPlainCount(modifier.key)
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

export function resolveOutput(output: SketchOutput, scope: Scope): Resolved<Output[]> {
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

export function resolveMeasure(measure: Measure, scope: Scope): Resolved<MeasureOutput> {
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
