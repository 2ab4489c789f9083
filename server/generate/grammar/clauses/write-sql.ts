import type { Dialect } from '../../../databases/database.ts'
import type { Catalog, CatalogTable, ColumnFormula } from '../../../domain.ts'
import { openColumns } from '../secret-columns.ts'
import type { DateBound } from './dates.ts'
import type { Condition, Expression, Output, Select, Source } from './tree.ts'

/** Writes a tree for one engine; what engines say differently comes from the dialect. One clause a line. */
export function writeSelect(select: Select, catalog: Catalog, dialect: Dialect): string {
  return createWriter(catalog, dialect).select(select)
}

const onPath = new WeakMap<Catalog, ReadonlyMap<string, number>>()

/** How many tables of a name the search path finds. */
function timesOnPath(catalog: Catalog): ReadonlyMap<string, number> {
  const known = onPath.get(catalog)
  if (known) return known
  const times = new Map<string, number>()
  for (const { schema, name } of catalog.tables)
    if (catalog.searchPath.includes(schema)) times.set(name, (times.get(name) ?? 0) + 1)
  onPath.set(catalog, times)
  return times
}

function createWriter(catalog: Catalog, dialect: Dialect) {
  const quote = (name: string) => dialect.quoteIdentifier(name)
  // Names that are selected and sorted by are said once and then named.
  let single = true

  function tableName(table: CatalogTable): string {
    const bare = catalog.searchPath.includes(table.schema) && timesOnPath(catalog).get(table.name) === 1
    return bare ? quote(table.name) : `${quote(table.schema)}.${quote(table.name)}`
  }

  function source({ table, alias }: Source): string {
    return alias === table.name ? tableName(table) : `${tableName(table)} AS ${quote(alias)}`
  }

  function expression(of: Expression): string {
    switch (of.k) {
      case 'column':
        if (of.column.formula) return `(${formula(of.column.formula, of.source)})`
        return single ? quote(of.column.name) : `${quote(of.source.alias)}.${quote(of.column.name)}`
      case 'aggregate':
        return `${of.name}(${of.distinct ? 'DISTINCT ' : ''}${of.of ? withoutBrackets(of.of) : '*'})`
      case 'number':
        return String(of.value)
      case 'arithmetic':
        // Whole numbers would be divided as such.
        if (of.operator === '/' && of.left.k === 'arithmetic' && of.left.left.k === 'number')
          return `${of.left.left.value.toFixed(1)} * ${operand(of.left.right)} / NULLIF(${expression(of.right)}, 0)`
        return of.operator === '/'
          ? `${operand(of.left)} / NULLIF(${expression(of.right)}, 0)`
          : `${operand(of.left)} ${of.operator} ${operand(of.right)}`
      case 'subquery':
        return `(${nested(of.select)})`
      case 'bucket':
        return dialect.dateBucket(expression(of.of), of.unit)
      case 'when':
        return of.then
          ? `CASE WHEN ${condition(of.condition)} THEN ${expression(of.then)} END`
          : `CASE WHEN ${condition(of.condition)} THEN 1 ELSE 0 END`
      case 'window':
        return of.name === 'LAG'
          ? `LAG(${expression(of.of)}) OVER (ORDER BY ${of.by ? expression(of.by) : '1'})`
          : `SUM(${expression(of.of)}) OVER (${of.by ? `ORDER BY ${expression(of.by)}` : ''})`
      case 'days-between':
        return dialect.daysBetween(expression(of.earlier), expression(of.later))
    }
  }

  function formula({ parts }: ColumnFormula, of: Source): string {
    return parts
      .map(part => (typeof part === 'string' ? part : expression({ k: 'column', source: of, column: part })))
      .join(' ')
      .replaceAll('( ', '(')
      .replaceAll(' )', ')')
      .replaceAll(' ,', ',')
  }

  function withoutBrackets(of: Expression): string {
    return of.k === 'column' && of.column.formula ? formula(of.column.formula, of.source) : expression(of)
  }

  function operand(of: Expression): string {
    return of.k === 'arithmetic' && of.operator !== '*' ? `(${expression(of)})` : expression(of)
  }

  function condition(of: Condition): string {
    switch (of.k) {
      case 'compare':
        return `${operand(of.left)} ${of.operator} ${operand(of.right)}`
      case 'texts': {
        const on = expression(of.of)
        if (isFormula(of.of)) return on
        const [only, ...more] = of.values
        if (!of.exact) return of.values.map(value => dialect.equalsIgnoringCase(on, value)).join(' OR ')
        return more.length === 0
          ? `${on} = ${dialect.quoteText(only ?? '')}`
          : `${on} IN (${of.values.map(value => dialect.quoteText(value)).join(', ')})`
      }
      case 'like': {
        const on = expression(of.of)
        return of.how === 'contains'
          ? dialect.containsIgnoringCase(on, of.text)
          : dialect.matchesIgnoringCase(on, of.text, of.how)
      }
      case 'numbers':
        return of.values.length === 1
          ? `${expression(of.of)} = ${of.values[0] ?? 0}`
          : `${expression(of.of)} IN (${of.values.join(', ')})`
      case 'null':
        return `${expression(of.of)} IS NULL`
      case 'true':
        return expression(of.of)
      case 'within': {
        const on = expression(of.of)
        const { from, to } = of.range
        return [from && `${on} >= ${bound(from)}`, to && `${on} < ${bound(to)}`]
          .filter(part => part !== null)
          .join(' AND ')
      }
      case 'exists':
        return `EXISTS (${nested(of.select)})`
      case 'in':
        return `${expression(of.of)} IN (${nested(of.select)})`
      case 'all':
        return of.of
          .map(each => (each.k === 'any' || isLoose(each) ? `(${condition(each)})` : condition(each)))
          .join(' AND ')
      case 'any':
        return of.of.map(each => (each.k === 'all' ? `(${condition(each)})` : condition(each))).join(' OR ')
      case 'not':
        return negated(of.of)
    }
  }

  function negated(of: Condition): string {
    if (of.k === 'null') return `${expression(of.of)} IS NOT NULL`
    if (of.k === 'exists') return `NOT ${condition(of)}`
    if (of.k === 'true' || (of.k === 'texts' && isFormula(of.of))) return `NOT ${condition(of)}`
    if (of.k === 'in') return `${expression(of.of)} NOT IN (${nested(of.select)})`
    if (of.k === 'texts' && of.exact) {
      const on = expression(of.of)
      return of.values.length === 1
        ? `${on} <> ${dialect.quoteText(of.values[0] ?? '')}`
        : `${on} NOT IN (${of.values.map(value => dialect.quoteText(value)).join(', ')})`
    }
    if (of.k === 'compare') {
      const opposite = { '=': '<>', '<>': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const
      return condition({ ...of, operator: opposite[of.operator] })
    }
    return `NOT (${condition(of)})`
  }

  const isLoose = (of: Condition) => of.k === 'texts' && !of.exact && of.values.length > 1

  function bound(of: DateBound): string {
    if (of.kind === 'day') return dialect.quoteText(of.iso)
    return dialect.relativeDate(of.amount, of.unit, of.floor)
  }

  function nested(of: Select): string {
    return createWriter(catalog, dialect).inner(of).replaceAll('\n', ' ')
  }

  function output({ by, name }: Output): string {
    if (by.k === 'rows') {
      const open = openColumns(by.source.table)
      if (open.length === by.source.table.columns.length) return single ? '*' : `${quote(by.source.alias)}.*`
      return open.map(column => expression({ k: 'column', source: by.source, column })).join(', ')
    }
    const text = expression(by)
    const shown = name ?? (by.k === 'column' && by.column.formula ? by.column.name : null)
    return shown === null ? text : `${text} AS ${quote(shown)}`
  }

  /** Each row is told its place among those of its part; then those beyond the count go. */
  function writePlaces(of: Select, { per, count }: NonNullable<Select['limitPer']>): string {
    single = of.joins.length === 0
    const named = namedOutputs(of)
    const parts = per.map(expression).join(', ')
    const order = of.order.map(({ by, descending }) => `${expression(by)}${descending ? ' DESC' : ''}`)
    const place = `ROW_NUMBER() OVER (PARTITION BY ${parts} ORDER BY ${order.join(', ')}) AS place_in_group`
    const inner = [
      `SELECT ${[...named.map(({ text, name }) => `${text} AS ${quote(name)}`), place].join(', ')}`,
      ...body(of),
    ].map(line => `  ${line}`)
    return [
      `SELECT ${named.map(({ name }) => quote(name)).join(', ')}`,
      'FROM (',
      ...inner,
      ') AS placed',
      `WHERE place_in_group <= ${count}`,
      `ORDER BY ${[...named.filter(({ text }) => per.some(each => expression(each) === text)).map(({ name }) => quote(name)), 'place_in_group'].join(', ')}`,
    ].join('\n')
  }

  function namedOutputs(of: Select): { text: string; name: string }[] {
    const taken = new Set<string>()
    return of.outputs.flatMap(({ by, name }) => {
      if (by.k === 'rows') throw new Error('Rows are shown column by column here')
      let free = name ?? (by.k === 'column' ? by.column.name : 'value')
      for (let i = 2; taken.has(free); i++)
        free = `${name ?? (by.k === 'column' ? by.column.name : 'value')}_${i}`
      taken.add(free)
      return [{ text: expression(by), name: free }]
    })
  }

  /** What stands between the outputs and the order. */
  function body(of: Select): string[] {
    return [
      `FROM ${source(of.from)}`,
      ...of.joins.map(
        join =>
          `${join.kind === 'left' ? 'LEFT JOIN' : 'JOIN'} ${source(join.source)} ON ${condition({ k: 'all', of: join.on })}`,
      ),
      of.where.length === 0 ? '' : `WHERE ${condition({ k: 'all', of: of.where })}`,
      of.groups.length === 0 ? '' : `GROUP BY ${of.groups.map(expression).join(', ')}`,
      of.having.length === 0 ? '' : `HAVING ${condition({ k: 'all', of: of.having })}`,
    ].filter(line => line !== '')
  }

  function write(of: Select, qualified: boolean): string {
    if (of.limitPer) return writePlaces(of, of.limitPer)
    single = of.joins.length === 0 && !qualified
    const names = new Map(
      of.outputs.flatMap(each =>
        each.name === null || each.by.k === 'rows' ? [] : [[expression(each.by), each.name] as const],
      ),
    )
    const orderText = (by: Expression) => {
      const text = expression(by)
      const name = names.get(text)
      return name === undefined ? text : quote(name)
    }
    return [
      `SELECT ${of.distinct ? 'DISTINCT ' : ''}${of.outputs.map(output).join(', ')}`,
      ...body(of),
      of.order.length === 0
        ? ''
        : `ORDER BY ${of.order.map(({ by, descending }) => `${orderText(by)}${descending ? ' DESC' : ''}`).join(', ')}`,
      of.limit === null ? '' : `LIMIT ${of.limit}`,
    ]
      .filter(line => line !== '')
      .join('\n')
  }

  // A query within speaks of the one around it, so that its names are qualified. Without a need for that, they are not.
  const isCorrelated = (of: Select) =>
    of.where.some(
      each =>
        JSON.stringify(each, (key, value: unknown) =>
          key === 'table' || key === 'column' ? undefined : value,
        ).includes('"alias"') &&
        speaksOfOthers(each, new Set([of.from, ...of.joins.map(({ source: s }) => s)])),
    )
  return {
    select: (of: Select) => write(of, of.where.some(hasCorrelated)),
    inner: (of: Select) => write(of, isCorrelated(of)),
  }
}

/** A condition of the glossary, as a whole: it holds or not. */
const isFormula = (of: Expression) => of.k === 'column' && of.column.formula !== undefined

function hasCorrelated(of: Condition): boolean {
  switch (of.k) {
    case 'exists':
    case 'in':
      return true
    case 'all':
    case 'any':
      return of.of.some(hasCorrelated)
    case 'not':
      return hasCorrelated(of.of)
    case 'compare':
      return of.left.k === 'subquery'
    default:
      return false
  }
}

function speaksOfOthers(of: Condition, own: ReadonlySet<Source>): boolean {
  const inExpression = (e: Expression): boolean => {
    switch (e.k) {
      case 'column':
        return !own.has(e.source)
      case 'arithmetic':
        return inExpression(e.left) || inExpression(e.right)
      case 'subquery':
        return false
      default:
        return false
    }
  }
  switch (of.k) {
    case 'compare':
      return inExpression(of.left) || inExpression(of.right)
    case 'exists':
      return true
    case 'all':
    case 'any':
      return of.of.some(each => speaksOfOthers(each, own))
    case 'not':
      return speaksOfOthers(of.of, own)
    default:
      return false
  }
}
