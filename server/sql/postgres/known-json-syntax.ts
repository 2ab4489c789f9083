import type { NodeShape } from './known-syntax.ts'

/** The part of `KNOWN_SYNTAX` that SQL/JSON needs: JSON_TABLE, JSON_VALUE, JSON_OBJECT, IS JSON … */
export const JSON_SYNTAX: Readonly<Record<string, NodeShape>> = {
  JsonFuncExpr: {
    children: ['pathspec', 'passing'],
    typed: {
      context_item: 'JsonValueExpr',
      output: 'JsonOutput',
      on_empty: 'JsonBehavior',
      on_error: 'JsonBehavior',
    },
    plain: ['op', 'column_name', 'wrapper', 'quotes', 'location'],
  },
  JsonOutput: { typed: { typeName: 'TypeName', returning: 'JsonReturning' } },
  JsonReturning: { typed: { format: 'JsonFormat' } },
  JsonFormat: { plain: ['format_type', 'encoding', 'location'] },
  JsonValueExpr: { children: ['raw_expr'], typed: { format: 'JsonFormat' } },
  JsonArgument: { typed: { val: 'JsonValueExpr' }, plain: ['name'] },
  JsonBehavior: { children: ['expr'], plain: ['btype', 'coerce', 'location'] },
  JsonTable: {
    children: ['passing', 'columns'],
    typed: {
      context_item: 'JsonValueExpr',
      pathspec: 'JsonTablePathSpec',
      on_error: 'JsonBehavior',
      alias: 'Alias',
    },
    plain: ['lateral', 'location'],
  },
  JsonTableColumn: {
    children: ['columns'],
    typed: {
      typeName: 'TypeName',
      pathspec: 'JsonTablePathSpec',
      format: 'JsonFormat',
      on_empty: 'JsonBehavior',
      on_error: 'JsonBehavior',
    },
    plain: ['coltype', 'name', 'wrapper', 'quotes', 'location'],
  },
  JsonTablePathSpec: { children: ['string'], plain: ['name', 'name_location', 'location'] },
  JsonKeyValue: { children: ['key'], typed: { value: 'JsonValueExpr' } },
  JsonParseExpr: {
    typed: { expr: 'JsonValueExpr', output: 'JsonOutput' },
    plain: ['unique_keys', 'location'],
  },
  JsonScalarExpr: { children: ['expr'], typed: { output: 'JsonOutput' }, plain: ['location'] },
  JsonSerializeExpr: { typed: { expr: 'JsonValueExpr', output: 'JsonOutput' }, plain: ['location'] },
  JsonObjectConstructor: {
    children: ['exprs'],
    typed: { output: 'JsonOutput' },
    plain: ['absent_on_null', 'unique', 'location'],
  },
  JsonArrayConstructor: {
    children: ['exprs'],
    typed: { output: 'JsonOutput' },
    plain: ['absent_on_null', 'location'],
  },
  JsonArrayQueryConstructor: {
    children: ['query'],
    typed: { output: 'JsonOutput', format: 'JsonFormat' },
    plain: ['absent_on_null', 'location'],
  },
  JsonAggConstructor: {
    children: ['agg_filter', 'agg_order'],
    typed: { output: 'JsonOutput', over: 'WindowDef' },
    plain: ['location'],
  },
  JsonObjectAgg: {
    typed: { constructor: 'JsonAggConstructor', arg: 'JsonKeyValue' },
    plain: ['absent_on_null', 'unique'],
  },
  JsonArrayAgg: {
    typed: { constructor: 'JsonAggConstructor', arg: 'JsonValueExpr' },
    plain: ['absent_on_null'],
  },
  JsonIsPredicate: {
    children: ['expr'],
    typed: { format: 'JsonFormat' },
    plain: ['item_type', 'unique_keys', 'location'],
  },
}
