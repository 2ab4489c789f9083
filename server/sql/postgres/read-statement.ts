import type { FunctionReference, Mention, Place, Reference, Statement } from '../statement.ts'
import { commandOf } from './commands.ts'
import { findCrossJoins } from './cross-joins.ts'
import { outputColumns } from './output-columns.ts'
import { readInspection } from './read-inspection.ts'
import { endOfWord } from './text-positions.ts'
import type { TextPositions } from './text-positions.ts'
import { asNode, isFields, listOf, namesIn, walkTree } from './walk-tree.ts'
import type { Fields, Visited } from './walk-tree.ts'
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

  if (root !== null)
    walkTree(root, {
      known: node => collect(node, facts, placeOf),
      unknown(what, location) {
        const words = CHANGES[what]
        if (words !== undefined) facts.changes.push({ ...placeOf(location), words })
        else if (what !== rootTag(root)) facts.unknownSyntax.push({ ...placeOf(location), words: what })
      },
    })
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
    wholeTable: inspection === null && select !== null && readsWholeTable(select),
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

function collect({ tag, fields, withNames, location }: Visited, facts: Facts, placeOf: PlaceOf): void {
  const place = placeOf(location)
  switch (tag) {
    case 'RangeVar': {
      const table = tableOf(fields)
      if (table.schema !== null || !withNames.has(table.name)) facts.tables.push({ ...place, ...table })
      break
    }
    case 'FuncCall':
      facts.functions.push({ ...place, ...qualified(fields['funcname']), form: 'CALL' })
      break
    case 'RangeTableSample':
      facts.functions.push({ ...place, ...qualified(fields['method']), form: 'SAMPLING' })
      break
    case 'A_Indirection':
      for (const name of namesIn(fields['indirection']))
        if (name !== null) facts.functions.push({ ...place, schema: null, name, form: 'ATTRIBUTE' })
      break
    case 'ColumnRef': {
      const names = namesIn(fields['fields'])
      const last = names.at(-1)
      if (names.length > 1 && last != null)
        facts.functions.push({ ...place, schema: null, name: last, form: 'FIELD' })
      break
    }
    case 'A_Expr':
      collectOperator(fields['name'], place, facts)
      if (isNullComparison(fields)) facts.nullComparisons.push({ ...place, words: 'NULL' })
      break
    case 'SubLink':
      collectOperator(fields['operName'], place, facts)
      break
    case 'SortBy':
      collectOperator(fields['useOp'], place, facts)
      break
    case 'TypeName':
      facts.types.push({ ...place, ...qualified(fields['names']) })
      break
    case 'IntoClause':
      facts.intos.push({ ...placeOf(relationLocation(fields['rel'])), words: 'INTO' })
      break
    case 'LockingClause':
      facts.locks.push({ ...place, words: lockWords(fields['strength']) })
      break
    case 'ParamRef':
      facts.parameters.push({
        ...place,
        words: `$${typeof fields['number'] === 'number' ? fields['number'] : ''}`,
      })
      break
    case 'SelectStmt':
      for (const item of findCrossJoins(fields, withNames))
        facts.crossJoins.push({ ...placeOf(item.location), words: item.name })
      break
  }
}

function collectOperator(name: unknown, place: Place, facts: Facts): void {
  if (listOf(name).length > 0) facts.operators.push({ ...place, ...qualified(name) })
}

/** The last name and the one before it; a database's name before those adds nothing, as PostgreSQL takes only its own. */
function qualified(list: unknown): { schema: string | null; name: string } {
  const names = namesIn(list)
  return { schema: names.at(-2) ?? null, name: names.at(-1) ?? '' }
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
  const operator = namesIn(name).at(-1) ?? ''
  return kind === 'AEXPR_OP' && ['=', '<>'].includes(operator) && [lexpr, rexpr].some(isNull)
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
