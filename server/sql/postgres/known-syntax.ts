import { JSON_SYNTAX } from './known-json-syntax.ts'

/**
 * The shape of every node of libpg_query's tree (version 18) that a plain read can contain. The tree writes a node as
 * `{ Tag: fields }` where its kind can vary, and as bare fields where it is fixed by the place; hence the three lists.
 * What is not here, node or field, counts as unknown syntax and is refused: that is the point of the table.
 */
export interface NodeShape {
  /** Fields that hold nodes, or lists of nodes, of any kind. */
  children?: readonly string[]
  /** Fields that hold the bare fields of one kind of node. */
  typed?: Readonly<Record<string, string>>
  /** Fields that hold a string, number or boolean. */
  plain?: readonly string[]
  /** Nothing in it is of interest: a literal, or a part that is refused as a whole. */
  opaque?: true
}

export const KNOWN_SYNTAX: Readonly<Record<string, NodeShape>> = {
  ...JSON_SYNTAX,
  SelectStmt: {
    children: [
      'distinctClause',
      'targetList',
      'fromClause',
      'whereClause',
      'groupClause',
      'havingClause',
      'windowClause',
      'valuesLists',
      'sortClause',
      'limitOffset',
      'limitCount',
      'lockingClause',
    ],
    typed: { intoClause: 'IntoClause', withClause: 'WithClause', larg: 'SelectStmt', rarg: 'SelectStmt' },
    plain: ['groupDistinct', 'groupByAll', 'limitOption', 'op', 'all'],
  },
  IntoClause: { opaque: true },
  LockingClause: { opaque: true },
  WithClause: { children: ['ctes'], plain: ['recursive', 'location'] },
  CommonTableExpr: {
    children: ['aliascolnames', 'ctequery'],
    typed: { search_clause: 'CTESearchClause', cycle_clause: 'CTECycleClause' },
    plain: ['ctename', 'ctematerialized', 'location'],
  },
  CTESearchClause: {
    children: ['search_col_list'],
    plain: ['search_breadth_first', 'search_seq_column', 'location'],
  },
  CTECycleClause: {
    children: ['cycle_col_list', 'cycle_mark_value', 'cycle_mark_default'],
    plain: ['cycle_mark_column', 'cycle_path_column', 'location'],
  },

  RangeVar: {
    typed: { alias: 'Alias' },
    plain: ['catalogname', 'schemaname', 'relname', 'inh', 'relpersistence', 'location'],
  },
  RangeSubselect: { children: ['subquery'], typed: { alias: 'Alias' }, plain: ['lateral'] },
  RangeFunction: {
    children: ['functions', 'coldeflist'],
    typed: { alias: 'Alias' },
    plain: ['lateral', 'ordinality', 'is_rowsfrom'],
  },
  RangeTableSample: { children: ['relation', 'method', 'args', 'repeatable'], plain: ['location'] },
  RangeTableFunc: {
    children: ['docexpr', 'rowexpr', 'namespaces', 'columns'],
    typed: { alias: 'Alias' },
    plain: ['lateral', 'location'],
  },
  RangeTableFuncCol: {
    children: ['colexpr', 'coldefexpr'],
    typed: { typeName: 'TypeName' },
    plain: ['colname', 'for_ordinality', 'is_not_null', 'location'],
  },
  ColumnDef: {
    typed: { typeName: 'TypeName', collClause: 'CollateClause' },
    plain: ['colname', 'is_local', 'location'],
  },
  JoinExpr: {
    children: ['larg', 'rarg', 'usingClause', 'quals'],
    typed: { alias: 'Alias', join_using_alias: 'Alias' },
    plain: ['jointype', 'isNatural', 'rtindex'],
  },
  Alias: { children: ['colnames'], plain: ['aliasname'] },

  ResTarget: { children: ['val'], plain: ['name', 'location'] },
  ColumnRef: { children: ['fields'], plain: ['location'] },
  A_Star: {},
  A_Const: { opaque: true },
  String: { plain: ['sval'] },
  Integer: { plain: ['ival'] },
  List: { children: ['items'] },
  ParamRef: { plain: ['number', 'location'] },
  A_Expr: {
    children: ['name', 'lexpr', 'rexpr'],
    plain: ['kind', 'rexpr_list_start', 'rexpr_list_end', 'location'],
  },
  BoolExpr: { children: ['args'], plain: ['boolop', 'location'] },
  NullTest: { children: ['arg'], plain: ['nulltesttype', 'location'] },
  BooleanTest: { children: ['arg'], plain: ['booltesttype', 'location'] },
  TypeCast: { children: ['arg'], typed: { typeName: 'TypeName' }, plain: ['location'] },
  TypeName: {
    children: ['names', 'typmods', 'arrayBounds'],
    plain: ['setof', 'typemod', 'location'],
  },
  CollateClause: { children: ['arg', 'collname'], plain: ['location'] },
  FuncCall: {
    children: ['funcname', 'args', 'agg_order', 'agg_filter'],
    typed: { over: 'WindowDef' },
    plain: ['agg_within_group', 'agg_star', 'agg_distinct', 'func_variadic', 'funcformat', 'location'],
  },
  NamedArgExpr: { children: ['arg'], plain: ['name', 'argnumber', 'location'] },
  A_Indices: { children: ['lidx', 'uidx'], plain: ['is_slice'] },
  A_Indirection: { children: ['arg', 'indirection'] },
  A_ArrayExpr: { children: ['elements'], plain: ['list_start', 'list_end', 'location'] },
  CaseExpr: { children: ['arg', 'args', 'defresult'], plain: ['location'] },
  CaseWhen: { children: ['expr', 'result'], plain: ['location'] },
  CoalesceExpr: { children: ['args'], plain: ['location'] },
  MinMaxExpr: { children: ['args'], plain: ['op', 'location'] },
  RowExpr: { children: ['args'], plain: ['row_format', 'location'] },
  SubLink: { children: ['testexpr', 'operName', 'subselect'], plain: ['subLinkType', 'location'] },
  GroupingSet: { children: ['content'], plain: ['kind', 'location'] },
  GroupingFunc: { children: ['args'], plain: ['location'] },
  SQLValueFunction: { plain: ['op', 'typmod', 'location'] },
  SortBy: { children: ['node', 'useOp'], plain: ['sortby_dir', 'sortby_nulls', 'location'] },
  WindowDef: {
    children: ['partitionClause', 'orderClause', 'startOffset', 'endOffset'],
    plain: ['name', 'refname', 'frameOptions', 'location'],
  },
  XmlExpr: {
    children: ['named_args', 'args'],
    plain: ['op', 'name', 'xmloption', 'indent', 'location'],
  },
  XmlSerialize: {
    children: ['expr'],
    typed: { typeName: 'TypeName' },
    plain: ['xmloption', 'indent', 'location'],
  },
}
