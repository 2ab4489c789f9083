import type { CallForm, FunctionReference, Mention, Place, Reference, Statement } from '../statement.ts'
import { lookCloser } from './closer-look.ts'
import { commandOf } from './commands.ts'
import { findCrossJoins } from './cross-joins.ts'
import { createFunctionItems } from './function-items.ts'
import { impliedOperators } from './implied-operators.ts'
import { outputColumns } from './output-columns.ts'
import { readInspection } from './read-inspection.ts'
import { endOfWord } from './text-positions.ts'
import type { TextPositions } from './text-positions.ts'
import { asNode, isFields, listOf, nameIn, namesIn, walkTree } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'
import { cutsUnordered, readsWholeTable } from './whole-table.ts'

const CHANGES: Readonly<Record<string, string>> = {
  InsertStmt: 'INSERT',
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
}

interface RawStatement {
  stmt?: unknown
  stmt_location?: number
  stmt_len?: number
}

/** Collects the facts of one statement in one walk over its tree. */
export function readStatement(raw: RawStatement, sql: string, positions: TextPositions): Statement {
  const whole = placeOfStatement(raw, sql, positions)
  const inspection = readInspection(raw.stmt)
  const root = inspection === null ? raw.stmt : inspection.query
  const select = asNode(root, 'SelectStmt')
  const facts = emptyFacts()
  const functionItems = createFunctionItems()
  const dotted: { alias: string; reference: FunctionReference }[] = []

  if (root !== null)
    walkTree(root, {
      known(tag, fields, withNames, location) {
        if (tag === 'RangeFunction') functionItems.add(fields)
        else if (tag === 'ColumnRef') collectDotted(fields, placeOf(location))
        else collect(tag, fields, withNames, location, facts, placeOf)
      },
      unknown(what, location) {
        const words = CHANGES[what]
        if (words !== undefined) facts.changes.push({ ...placeOf(location), words })
        else if (what !== rootTag(root)) facts.unknownSyntax.push({ ...placeOf(location), words: what })
      },
    })
  for (const { alias, reference } of dotted)
    facts.functions.push(
      functionItems.mayCall(alias, reference.name) ? { ...reference, form: 'ATTRIBUTE' } : reference,
    )
  for (const words of inspection?.unknown ?? []) facts.unknownSyntax.push({ ...whole, words })
  return {
    ...whole,
    command: inspection?.command ?? commandOf(rootTag(root)),
    reads: select !== null || inspection?.inspects === 'SHOW',
    ...(inspection === null ? {} : { inspects: inspection.inspects }),
    settings: inspection?.setting == null ? [] : [{ ...whole, schema: null, name: inspection.setting }],
    ...facts,
    columns: inspection?.columns ?? (select === null ? null : outputColumns(select)),
    unorderedLimit: inspection === null && select !== null && cutsUnordered(select),
    ordered: inspection === null && select !== null && select['sortClause'] !== undefined,
    wholeTable: inspection === null && select !== null && readsWholeTable(select),
    ...(inspection === null && select !== null ? { lookCloser: () => lookCloser(root, sql, placeOf) } : {}),
  }

  /** `t.f`. The last two names are enough: a function in FROM has no schema. */
  function collectDotted(column: Fields, place: Place): void {
    const path = listOf(column['fields'])
    const last = path.length > 1 ? nameIn(path.at(-1)) : null
    if (last !== null)
      dotted.push({ alias: nameIn(path.at(-2)) ?? '', reference: bare(place, last, 'FIELD') })
  }

  function placeOf(location: number | null): Place {
    if (location === null) return whole
    const start = positions.fromBytes(location)
    return { start, end: endOfWord(sql, start) }
  }
}

type Facts = ReturnType<typeof emptyFacts>

function emptyFacts() {
  return {
    tables: [] as Reference[],
    functions: [] as FunctionReference[],
    operators: [] as Reference[],
    types: [] as Reference[],
    changes: [] as Mention[],
    intos: [] as Mention[],
    locks: [] as Mention[],
    parameters: [] as Mention[],
    unknownSyntax: [] as Mention[],
    crossJoins: [] as Mention[],
    nullComparisons: [] as Mention[],
  }
}

type PlaceOf = (location: number | null) => Place

function collect(
  tag: string,
  fields: Fields,
  withNames: ReadonlySet<string>,
  location: number | null,
  facts: Facts,
  placeOf: PlaceOf,
): void {
  for (const name of impliedOperators(tag, fields))
    facts.operators.push({ ...placeOf(location), schema: null, name })
  // Most nodes are of no interest, and a place takes a look at the text.
  switch (tag) {
    case 'RangeVar': {
      const table = tableOf(fields)
      if (table.schema !== null || !withNames.has(table.name))
        facts.tables.push({ ...placeOf(location), ...table })
      break
    }
    case 'FuncCall':
      facts.functions.push(call(placeOf(location), fields['funcname'], 'CALL'))
      break
    case 'RangeTableSample':
      facts.functions.push(call(placeOf(location), fields['method'], 'SAMPLING'))
      break
    case 'A_Indirection':
      for (const name of namesIn(fields['indirection']))
        if (name !== null) facts.functions.push(bare(placeOf(location), name, 'ATTRIBUTE'))
      break
    case 'A_Expr':
      collectOperator(fields['name'], location, facts, placeOf)
      if (isNullComparison(fields)) facts.nullComparisons.push({ ...placeOf(location), words: 'NULL' })
      break
    case 'SubLink':
      collectOperator(fields['operName'], location, facts, placeOf)
      break
    case 'SortBy':
      collectOperator(fields['useOp'], location, facts, placeOf)
      break
    case 'TypeName':
      facts.types.push(reference(placeOf(location), fields['names']))
      break
    case 'IntoClause':
      facts.intos.push({ ...placeOf(relationLocation(fields['rel'])), words: 'INTO' })
      break
    case 'LockingClause':
      facts.locks.push({ ...placeOf(location), words: lockWords(fields['strength']) })
      break
    case 'ParamRef':
      facts.parameters.push({
        ...placeOf(location),
        words: `$${typeof fields['number'] === 'number' ? fields['number'] : ''}`,
      })
      break
    case 'SelectStmt':
      for (const item of findCrossJoins(fields, withNames))
        facts.crossJoins.push({ ...placeOf(item.location), words: item.name })
      break
  }
}

function collectOperator(name: unknown, location: number | null, facts: Facts, placeOf: PlaceOf): void {
  if (listOf(name).length > 0) facts.operators.push(reference(placeOf(location), name))
}

/** The last name and the one before it; a database's name before those adds nothing, as PostgreSQL takes only its own. */
function reference({ start, end }: Place, list: unknown): Reference {
  const names = listOf(list)
  return { start, end, schema: nameIn(names.at(-2)), name: nameIn(names.at(-1)) ?? '' }
}

function call(place: Place, list: unknown, form: CallForm): FunctionReference {
  const { start, end, schema, name } = reference(place, list)
  return { start, end, schema, name, form }
}

function bare({ start, end }: Place, name: string, form: CallForm): FunctionReference {
  return { start, end, schema: null, name, form }
}

function tableOf(fields: Fields): { schema: string | null; name: string } {
  const { schemaname: schema, relname: name } = fields
  return { schema: typeof schema === 'string' ? schema : null, name: typeof name === 'string' ? name : '' }
}

function relationLocation(relation: unknown): number | null {
  const location = isFields(relation) ? relation['location'] : undefined
  return typeof location === 'number' ? location : null
}

function lockWords(strength: unknown): string {
  const words = typeof strength === 'string' ? strength.replace(/^LCS_FOR/, '') : ''
  return (
    { KEYSHARE: 'FOR KEY SHARE', SHARE: 'FOR SHARE', NOKEYUPDATE: 'FOR NO KEY UPDATE' }[words] ?? 'FOR UPDATE'
  )
}

function isNullComparison({ kind, name, lexpr, rexpr }: Fields): boolean {
  if (kind !== 'AEXPR_OP' || !(isNull(lexpr) || isNull(rexpr))) return false
  const operator = nameIn(listOf(name).at(-1))
  return operator === '=' || operator === '<>'
}

function isNull(expression: unknown): boolean {
  return asNode(expression, 'A_Const')?.['isnull'] === true
}

function rootTag(root: unknown): string {
  return isFields(root) ? (Object.keys(root)[0] ?? '') : ''
}

/** Without the blanks around it. A length of 0 means: up to the end of the text. */
function placeOfStatement(raw: RawStatement, sql: string, positions: TextPositions): Place {
  const first = raw.stmt_location ?? 0
  const from = positions.fromBytes(first)
  const to = raw.stmt_len ? positions.fromBytes(first + raw.stmt_len) : sql.length
  const text = sql.slice(from, to)
  return {
    start: from + (text.length - text.trimStart().length),
    end: to - (text.length - text.trimEnd().length),
  }
}
