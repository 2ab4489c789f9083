import type { Catalog, CatalogColumn, CatalogTable } from '../../domain.ts'
import type { Dialect } from '../../databases/database.ts'
import { singularName } from './naming-columns.ts'
import type { ColumnUse, Filter, Group, MeasureOutput, Order, Output, QueryTree } from './query-tree.ts'
import { isMeasure } from './query-tree.ts'
import { openColumns } from './secret-columns.ts'
import { planTables } from './table-plan.ts'
import type { PlannedExists, PlannedJoin, TablePlan } from './table-plan.ts'

/** The tree as SQL, one clause a line. The same tree always gives the same text. */
export function renderSql(tree: QueryTree, catalog: Catalog, dialect: Dialect): string {
  return new Renderer(tree, catalog, dialect).render()
}

class Renderer {
  private readonly plan: TablePlan
  private readonly qualifies: boolean

  constructor(
    private readonly tree: QueryTree,
    private readonly catalog: Catalog,
    private readonly dialect: Dialect,
  ) {
    this.plan = planTables(tree, catalog)
    this.qualifies = this.plan.joins.length > 0
  }

  render(): string {
    const { tree, plan } = this
    const conditions = [
      ...plan.filters.map(filter => this.condition(filter, this.qualifies)),
      ...plan.exists.map(exists => this.exists(exists)),
    ]
    const groupBy = this.groupColumns().map(use => this.column(use))
    const orderBy = tree.order.map(order => this.orderKey(order))
    return [
      `SELECT ${tree.distinct ? 'DISTINCT ' : ''}${this.selectList().join(', ')}`,
      `FROM ${this.table(plan.from)}`,
      ...plan.joins.map(join => this.join(join)),
      ...(conditions.length > 0 ? [`WHERE ${conditions.join('\n  AND ')}`] : []),
      ...(groupBy.length > 0 ? [`GROUP BY ${groupBy.join(', ')}`] : []),
      ...(orderBy.length > 0 ? [`ORDER BY ${orderBy.join(', ')}`] : []),
      ...(tree.limit === null ? [] : [`LIMIT ${tree.limit}`]),
    ].join('\n')
  }

  private selectList(): string[] {
    const grouped = this.groupColumns()
    const rest = this.tree.outputs.filter(
      output => output.kind !== 'column' || !grouped.some(({ column }) => column === output.use.column),
    )
    return [...grouped.map(use => this.column(use)), ...rest.flatMap(output => this.output(output))]
  }

  /** What a row of the result stands for: the groups, and what else was asked to be seen of them. */
  private groupColumns(): ColumnUse[] {
    if (this.tree.groups.length === 0) return []
    const uses = this.tree.groups.flatMap(columnsOfGroup)
    const asked = this.tree.outputs.flatMap(output => (output.kind === 'column' ? [output.use] : []))
    return [...uses, ...asked].filter(
      (use, index, all) => all.findIndex(({ column }) => column === use.column) === index,
    )
  }

  private output(output: Output): string[] {
    if (isMeasure(output))
      return [`${this.measure(output)} AS ${this.dialect.quoteIdentifier(this.alias(output))}`]
    if (output.kind === 'column') return [this.column(output.use)]
    const open = openColumns(output.table)
    if (open.length < output.table.columns.length)
      return open.map(column => this.column({ table: output.table, column }))
    return [this.qualifies ? `${this.tableName(output.table)}.*` : '*']
  }

  private measure(measure: MeasureOutput): string {
    switch (measure.kind) {
      case 'count':
        if (this.plan.repeats) return `COUNT(DISTINCT ${this.subjectKey()})`
        return this.tree.keepsEmptyGroups ? `COUNT(${this.subjectKey()})` : 'COUNT(*)'
      case 'count-distinct':
        return `COUNT(DISTINCT ${this.column(measure.use)})`
      case 'aggregate':
        return `${measure.name}(${this.column(measure.use)})`
    }
  }

  /** What every row of the subject has, and what no row that a LEFT JOIN made up has. */
  private subjectKey(): string {
    const { subject } = this.tree
    const joined = this.plan.joins.find(({ step }) => step.to === subject)?.step.toColumns[0]
    return this.name(subject, subject.primaryKey[0] ?? joined ?? '')
  }

  private alias(measure: MeasureOutput): string {
    switch (measure.kind) {
      case 'count':
        return `${singularName(this.tree.subject.name).replaceAll(' ', '_')}_count`
      case 'count-distinct':
        return `${measure.use.column.name}_count`
      case 'aggregate':
        return `${ALIAS_PREFIX[measure.name]}_${measure.use.column.name}`
    }
  }

  private orderKey({ by, descending }: Order): string {
    const key =
      by.kind === 'column' ? this.column(by.use) : this.dialect.quoteIdentifier(this.alias(by.measure))
    return descending ? `${key} DESC` : key
  }

  private join({ step, optional, filters }: PlannedJoin): string {
    const conditions = [this.joinCondition(step), ...filters.map(filter => this.condition(filter, true))]
    return `${optional ? 'LEFT JOIN' : 'JOIN'} ${this.table(step.to)} ON ${conditions.join(' AND ')}`
  }

  private joinCondition(step: PlannedExists['steps'][number]): string {
    return step.fromColumns
      .map(
        (from, index) => `${this.name(step.to, step.toColumns[index] ?? '')} = ${this.name(step.from, from)}`,
      )
      .join(' AND ')
  }

  private exists({ steps, filters }: PlannedExists): string {
    const [first, ...rest] = steps
    if (!first) return ''
    const conditions = [this.joinCondition(first), ...filters.map(filter => this.condition(filter, true))]
    return [
      'EXISTS (',
      '    SELECT 1',
      `    FROM ${this.table(first.to)}`,
      ...rest.map(step => `    JOIN ${this.table(step.to)} ON ${this.joinCondition(step)}`),
      `    WHERE ${conditions.join('\n      AND ')}`,
      '  )',
    ].join('\n')
  }

  private condition(filter: Filter, qualified: boolean): string {
    if (filter.kind === 'related') return ''
    const column = this.column(filter.use, qualified)
    switch (filter.kind) {
      case 'equals':
        return this.equals(column, filter.values, filter.exact)
      case 'compare':
        return `${column} ${filter.comparison} ${numberLiteral(filter.number)}`
      case 'between':
        return `${column} BETWEEN ${numberLiteral(filter.low)} AND ${numberLiteral(filter.high)}`
      case 'true':
        return column
      case 'known':
        return `${column} IS NOT NULL`
    }
  }

  private equals(column: string, values: readonly string[], exact: boolean): string {
    if (!exact) {
      const each = values.map(value => this.dialect.equalsIgnoringCase(column, value))
      return each.length === 1 ? (each[0] ?? '') : `(${each.join(' OR ')})`
    }
    const texts = values.map(value => this.dialect.quoteText(value))
    return texts.length === 1 ? `${column} = ${texts[0]}` : `${column} IN (${texts.join(', ')})`
  }

  private column({ table, column }: ColumnUse, qualified = this.qualifies): string {
    return qualified ? this.name(table, column.name) : this.dialect.quoteIdentifier(column.name)
  }

  private name(table: CatalogTable, column: string): string {
    return `${this.tableName(table)}.${this.dialect.quoteIdentifier(column)}`
  }

  /** How columns name the table; the schema is only said where the table is. */
  private tableName(table: CatalogTable): string {
    return this.dialect.quoteIdentifier(table.name)
  }

  private table(table: CatalogTable): string {
    const name = this.tableName(table)
    return this.isFoundByName(table) ? name : `${this.dialect.quoteIdentifier(table.schema)}.${name}`
  }

  /** True when the bare name leads to this table and not to one of the same name in an earlier schema. */
  private isFoundByName({ name, schema }: CatalogTable): boolean {
    const first = this.catalog.searchPath.find(path =>
      this.catalog.tables.some(other => other.schema === path && other.name === name),
    )
    return first === schema
  }
}

const ALIAS_PREFIX = { AVG: 'average', SUM: 'total', MIN: 'lowest', MAX: 'highest' } as const

function columnsOfGroup(group: Group): ColumnUse[] {
  if (group.kind === 'column') return [group.use]
  return group.shown.map((column: CatalogColumn) => ({ table: group.table, column }))
}

/** Plain digits: SQL numbers of that size may not have an exponent. */
function numberLiteral(value: number): string {
  return Math.abs(value) >= 1e21 ? BigInt(value).toString() : String(value)
}
