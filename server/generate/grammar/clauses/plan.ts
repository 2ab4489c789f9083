/**
 * Makes the tree of a query from its draft. One file, because joins, groups and sub-selects are decided on the same list of
 * sources, which each step may lengthen.
 */
import type { Derived, Draft, Fact, Grouping, Measure, Operand, Place, Scope, Shown } from './draft.ts'
import { isBridge } from './links.ts'
import { isKey, isNumber, nameWords, showColumns, singular } from './names.ts'
import { Misread } from './rules/state.ts'
import type { Condition, Expression, Join, Output, Select, Source } from './tree.ts'
import { not } from './tree.ts'

/** Plans a draft: which tables are joined, what is asked for by EXISTS, what is gathered by what. */
export function plan(draft: Draft): Select {
  const names = new Map<string, number>()
  const aliasOf = (name: string) => {
    const used = names.get(name) ?? 0
    names.set(name, used + 1)
    return used === 0 ? name : `${name}_${used + 1}`
  }
  const { root } = draft
  const source = (scope: Scope): Source => ({ table: scope.table, alias: aliasOf(scope.table.name) })

  interface Level {
    sources: Map<Scope, Source>
    joins: Join[]
    where: Condition[]
  }

  function columnOf(from: Source, column: Place['column']): Expression {
    return { k: 'column', source: from, column }
  }

  /** Joins from the one source to the other, along the links of the scope. */
  function steps(scope: Scope, from: Source, target: Source): { source: Source; on: Condition[] }[] {
    let left = from
    return scope.links.map((link, i) => {
      const last = i === scope.links.length - 1
      const right = last ? target : { table: link.to, alias: aliasOf(link.to.name) }
      const before = left
      left = right
      return { source: right, on: pairs(link, before, right) }
    })
  }

  function pairs(link: Scope['links'][number], left: Source, right: Source): Condition[] {
    return link.fromColumns.map((name, i): Condition => {
      const a = left.table.columns.find(each => each.name === name)
      const b = right.table.columns.find(each => each.name === link.toColumns[i])
      if (!a || !b) throw new Misread('a key without its column', 0)
      return { k: 'compare', left: columnOf(right, b), operator: '=', right: columnOf(left, a) }
    })
  }

  const toOne = (scope: Scope) => scope.links.every(link => !link.toMany)

  function place(scope: Scope, level: Level): void {
    const from = level.sources.get(scope)
    if (!from) throw new Misread('a scope without a place', 0)
    for (const fact of scope.conditions) {
      if (fact.k === 'scope') related(fact.scope, from, level)
      else level.where.push(condition(fact, from, level))
    }
  }

  function related(scope: Scope, from: Source, level: Level): void {
    const [value] = draft.shown
    if (draft.valuesAsked && scope.negated && from === level.sources.get(root) && value?.k === 'column') {
      level.where.push(not(someRowHas(value.place.column, { ...scope, negated: false })))
      return
    }
    const empty = scope.conditions.length === 0 && scope.count === null
    if (scope.joined || (toOne(scope) && !scope.negated && scope.count === null)) {
      if (scope.negated || scope.count) throw new Misread('what is not there cannot be shown', 0)
      if (
        empty &&
        !scope.joined &&
        toOne(scope) &&
        !scope.links.some(
          link => link.from.columns.find(({ name }) => name === link.fromColumns[0])?.nullable,
        )
      ) {
        // Every row has one: nothing to ask.
        return
      }
      const target = source(scope)
      level.sources.set(scope, target)
      if (scope.optional && scope.conditions.length > 0)
        throw new Misread('conditions on what may be missing', 0)
      const kind = scope.optional ? ('left' as const) : ('inner' as const)
      level.joins.push(...steps(scope, from, target).map(step => ({ ...step, kind })))
      place(scope, level)
      return
    }
    level.where.push(existence(scope, from))
  }

  /** Countries without such channels are those that none of the channels with that country is. */
  function someRowHas(column: Place['column'], scope: Scope): Condition {
    const inner: Source = { table: root.table, alias: aliasOf(root.table.name) }
    const of = columnOf(inner, column)
    const where = [existence(scope, inner), ...(column.nullable ? [not({ k: 'null', of })] : [])]
    return {
      k: 'in',
      of: columnOf(from, column),
      select: {
        from: inner,
        joins: [],
        outputs: [{ by: of, name: null }],
        distinct: false,
        where,
        groups: [],
        having: [],
        order: [],
        limit: null,
      },
    }
  }

  function existence(scope: Scope, from: Source): Condition {
    const target = source(scope)
    const [first, ...rest] = steps(scope, from, target)
    if (!first) throw new Misread('no way there', 0)
    const inner: Level = {
      sources: new Map([[scope, target]]),
      joins: rest.map(step => ({ ...step, kind: 'inner' as const })),
      where: [...first.on],
    }
    place(scope, inner)
    const base = {
      from: first.source,
      joins: inner.joins,
      distinct: false,
      where: inner.where,
      groups: [],
      having: [],
      order: [],
      limit: null,
    }
    if (scope.count) {
      const key = keyOf(target, scope)
      const turning = !scope.links.at(-1)?.toMany && key !== null
      const count: Expression = { k: 'aggregate', name: 'COUNT', of: turning ? key : null, distinct: turning }
      const compare: Condition = {
        k: 'compare',
        left: { k: 'subquery', select: { ...base, outputs: [{ by: count, name: null }] } },
        operator: scope.count.operator,
        right: { k: 'number', value: scope.count.n },
      }
      return scope.negated ? not(compare) : compare
    }
    const exists: Condition = {
      k: 'exists',
      select: { ...base, outputs: [{ by: { k: 'number', value: 1 }, name: null }] },
    }
    return scope.negated ? not(exists) : exists
  }

  function keyOf(from: Source, scope: Scope | null = null): Expression | null {
    const [name, ...more] = from.table.primaryKey
    // Without a key of its own: what it is linked by, each once.
    const last = scope?.links.at(-1)
    const linked =
      name === undefined && last && !last.toMany && last.toColumns.length === 1 ? last.toColumns[0] : name
    const column = from.table.columns.find(each => each.name === linked)
    return column && more.length === 0 ? columnOf(from, column) : null
  }

  function condition(fact: Exclude<Fact, { k: 'scope' }>, from: Source, level: Level): Condition {
    const told = (of: Condition, negated: boolean) => (negated ? not(of) : of)
    switch (fact.k) {
      case 'texts':
        return told(
          {
            k: 'texts',
            of: columnOf(from, fact.column),
            values: [...new Set(fact.values)],
            exact: fact.exact,
          },
          fact.negated,
        )
      case 'like':
        return told(
          { k: 'like', of: columnOf(from, fact.column), how: fact.how, text: fact.text },
          fact.negated,
        )
      case 'within':
        return told({ k: 'within', of: columnOf(from, fact.column), range: fact.range }, fact.negated)
      case 'null':
        return told({ k: 'null', of: columnOf(from, fact.column) }, fact.negated)
      case 'true': {
        const flag: Condition =
          fact.column.kind === 'BOOLEAN'
            ? { k: 'true', of: columnOf(from, fact.column) }
            : {
                k: 'compare',
                left: columnOf(from, fact.column),
                operator: '=',
                right: { k: 'number', value: 1 },
              }
        return told(flag, fact.negated)
      }
      case 'compare':
        return {
          k: 'compare',
          left: columnOf(from, fact.column),
          operator: fact.operator,
          right: operand(fact.value, from, level),
        }
      case 'any':
        return {
          k: 'any',
          of: fact.of.map(each =>
            each.k === 'scope' ? alone(each.scope, from) : condition(each, from, level),
          ),
        }
      case 'weekday':
        return told(
          {
            k: 'numbers',
            of: { k: 'bucket', unit: 'weekday', of: columnOf(from, fact.column) },
            values: fact.days,
          },
          fact.negated,
        )
      case 'days': {
        const [earlier, later] = [fact.earlier, fact.later].map(({ scope, column }) => {
          const source = level.sources.get(scope)
          if (!source) throw new Misread('days between rows apart', 0)
          return columnOf(source, column)
        }) as [Expression, Expression]
        return {
          k: 'compare',
          left: { k: 'days-between', earlier, later },
          operator: fact.operator,
          right: { k: 'number', value: fact.n },
        }
      }
      case 'measure':
        throw new Misread('not planned yet', 0)
    }
  }

  /** One of several conditions may hold on other rows only by itself. */
  function alone(scope: Scope, from: Source): Condition {
    return existence({ ...scope, joined: false }, from)
  }

  function operand(value: Operand, from: Source, level: Level): Expression {
    switch (value.k) {
      case 'number':
        return { k: 'number', value: value.n }
      case 'column': {
        const other = value.scope ? level.sources.get(value.scope) : from
        if (!other) throw new Misread('columns of rows apart', 0)
        return columnOf(other, value.column)
      }
      case 'extreme': {
        const table: Source = { table: value.table, alias: aliasOf(value.table.name) }
        const by = columnOf(table, value.by)
        return {
          k: 'subquery',
          select: {
            from: table,
            joins: [],
            outputs: [{ by: columnOf(table, value.column), name: null }],
            distinct: false,
            where: [not({ k: 'null', of: by })],
            groups: [],
            having: [],
            order: [{ by, descending: value.descending }],
            limit: 1,
          },
        }
      }
      case 'overall': {
        const table: Source = { table: value.table, alias: aliasOf(value.table.name) }
        const inner: Level = { sources: new Map(), joins: [], where: [] }
        if (value.among) {
          inner.sources.set(value.among, table)
          place(value.among, inner)
        }
        const aggregate: Expression = {
          k: 'aggregate',
          name: value.name,
          of: columnOf(table, value.column),
          distinct: false,
        }
        const sub: Expression = {
          k: 'subquery',
          select: {
            from: table,
            joins: inner.joins,
            outputs: [{ by: aggregate, name: null }],
            distinct: false,
            where: inner.where,
            groups: [],
            having: [],
            order: [],
            limit: null,
          },
        }
        return value.times === 1
          ? sub
          : { k: 'arithmetic', operator: '*', left: { k: 'number', value: value.times }, right: sub }
      }
    }
  }

  const refuse = (scope: Scope): void => {
    const within = scope.conditions.flatMap(fact => (fact.k === 'scope' ? [fact.scope] : []))
    for (const none of within.filter(
      each => each.negated && each.conditions.length === 0 && each.count === null,
    ))
      if (within.some(each => !each.negated && each.table === none.table))
        throw new Misread(`there are ${none.table.name} and there are none`, 0)
    within.forEach(refuse)
  }
  refuse(root)

  const from = source(root)
  const level: Level = { sources: new Map([[root, from]]), joins: [], where: [] }
  place(root, level)

  const at = (scope: Scope): Source => {
    const found = level.sources.get(scope)
    if (!found) throw new Misread(`${scope.table.name} is not joined`, 0)
    return found
  }

  // What is added up must not be multiplied by other rows that are joined.
  const many = [...level.sources.keys()].filter(
    scope => scope.parent !== null && scope.links.some(link => link.toMany),
  )
  const isUnder = (scope: Scope, over: Scope): boolean =>
    scope === over || (scope.parent !== null && isUnder(scope.parent, over))
  function sound(scope: Scope): boolean {
    return many.every(each => isUnder(scope, each))
  }

  /** The languages of one country, by a key of country and language: each row has another. */
  function isOnceEach(scope: Scope, column: Place['column']): boolean {
    const others = scope.table.primaryKey.filter(name => name !== column.name)
    if (others.length === 0 || others.length === scope.table.primaryKey.length || !sound(scope)) return false
    const isOne = (of: Scope) =>
      draft.groups.some(group => group.k === 'entity' && group.scope === of) ||
      (of === root && draft.groups.length === 0 && draft.order.some(({ by }) => by.k === 'count')) ||
      of.conditions.some(
        fact =>
          fact.k === 'texts' &&
          !fact.negated &&
          fact.values.length === 1 &&
          showColumns(of.table).includes(fact.column),
      )
    const around = scope.conditions.flatMap(fact => (fact.k === 'scope' ? [fact.scope] : []))
    const bound = [
      ...around.filter(of => toOne(of) && isOne(of)).flatMap(of => of.links[0]?.fromColumns ?? []),
      ...(scope.parent && scope.links.length === 1 && isOne(scope.parent)
        ? (scope.links[0]?.toColumns ?? [])
        : []),
    ]
    return others.every(name => bound.includes(name))
  }

  function measure(of: Measure): Expression {
    if (of.k === 'mean-count') {
      const counted = keyOf(at(of.scope))
      const each = keyOf(at(of.each))
      if (!counted || !each) throw new Misread('rows that cannot be told apart', 0)
      return {
        k: 'arithmetic',
        operator: '/',
        left: {
          k: 'arithmetic',
          operator: '*',
          left: { k: 'number', value: 1 },
          right: { k: 'aggregate', name: 'COUNT', of: counted, distinct: true },
        },
        right: { k: 'aggregate', name: 'COUNT', of: each, distinct: true },
      }
    }
    if (of.k === 'days') {
      if (!sound(of.scope)) throw new Misread('days would be added up several times', 0)
      return {
        k: 'aggregate',
        name: of.name,
        of: {
          k: 'days-between',
          earlier: columnOf(at(of.earlier.scope), of.earlier.column),
          later: columnOf(at(of.later.scope), of.later.column),
        },
        distinct: false,
      }
    }
    if (of.k === 'count') {
      const where = at(of.scope)
      if (of.column && of.distinct && !of.once && isOnceEach(of.scope, of.column))
        return { k: 'aggregate', name: 'COUNT', of: null, distinct: false }
      if (of.column)
        return { k: 'aggregate', name: 'COUNT', of: columnOf(where, of.column), distinct: of.distinct }
      const key = keyOf(where, of.scope)
      const turns = of.scope.parent !== null && !of.scope.links.at(-1)?.toMany
      const multiplied = !sound(of.scope) || turns
      if (multiplied) {
        if (!key) throw new Misread(`the rows of ${of.scope.table.name} cannot be told apart`, 0)
        return { k: 'aggregate', name: 'COUNT', of: key, distinct: true }
      }
      return { k: 'aggregate', name: 'COUNT', of: null, distinct: false }
    }
    if (!sound(of.place.scope) && of.name !== 'MIN' && of.name !== 'MAX')
      throw new Misread(`${of.place.column.name} would be added up several times`, 0)
    // By way of loans, a book counts as often as it was lent.
    const turns = of.place.scope.links.some(
      (link, i, all) => link.toMany && all[i + 1]?.toMany === false && !isBridge(link.to),
    )
    if (turns && of.name !== 'MIN' && of.name !== 'MAX')
      throw new Misread(`${of.place.column.name} could be added up several times`, 0)
    const where = at(of.place.scope)
    let each: Expression = columnOf(where, of.place.column)
    if (of.times)
      each = { k: 'arithmetic', operator: '*', left: each, right: columnOf(where, of.times.column) }
    if (of.discount)
      each = {
        k: 'arithmetic',
        operator: '*',
        left: each,
        right: {
          k: 'arithmetic',
          operator: '-',
          left: { k: 'number', value: 1 },
          right: columnOf(where, of.discount.column),
        },
      }
    return { k: 'aggregate', name: of.name, of: each, distinct: false }
  }

  function measureName(of: Measure): string {
    if (of.k === 'mean-count')
      return `${[of.scope, of.each].map(({ table }) => nameWords(table.name).map(singular).join('_')).join('s_per_')}`
    if (of.k === 'days')
      return `${{ AVG: 'average', SUM: 'total', MIN: 'fewest', MAX: 'most', COUNT: 'number_of' }[of.name]}_days`
    if (of.k === 'count')
      return `${(of.column ? nameWords(of.column.name) : nameWords(of.scope.table.name)).map(singular).join('_')}_count`
    if (of.times) return of.name === 'SUM' ? 'revenue' : `${of.name.toLowerCase()}_revenue`
    const prefix = { AVG: 'average', SUM: 'total', MIN: 'lowest', MAX: 'highest', COUNT: 'number_of' }[
      of.name
    ]
    const words = nameWords(of.place.column.name)
    return [...(words[0] === prefix ? [] : [prefix]), ...words].join('_')
  }

  const taken = new Set<string>()
  const outputs: Output[] = []
  const plain: Expression[] = []
  const show = (by: Expression, name: string | null) => {
    const text = by.k === 'column' ? `${by.source.alias}.${by.column.name}` : (name ?? '')
    if (taken.has(text)) return
    taken.add(text)
    const clash =
      by.k === 'column' &&
      outputs.some(each => each.by.k === 'column' && each.by.column.name === by.column.name)
    outputs.push({
      by,
      name: clash && by.k === 'column' ? `${singular(by.source.table.name)}_${by.column.name}` : name,
    })
    if (by.k === 'column' || by.k === 'bucket') plain.push(by)
  }

  function entity(scope: Scope): Expression[] {
    const where = at(scope)
    const keys = where.table.columns.filter(({ name }) => where.table.primaryKey.includes(name))
    const columns = [...keys, ...showColumns(where.table).filter(column => !keys.includes(column))]
    if (columns.length === 0) throw new Misread(`the rows of ${where.table.name} have no name`, 0)
    return columns.map(column => columnOf(where, column))
  }

  const measures = [
    ...draft.shown.filter(isMeasure),
    ...draft.order.map(({ by }) => by).filter(isMeasureOrder),
    ...draft.having.map(each => each.measure),
  ]
  const ownRows = draft.shown.some(
    of =>
      ((of.k === 'rows' || of.k === 'entity') && of.scope === root) ||
      (of.k === 'column' &&
        of.place.scope === root &&
        (showColumns(root.table).includes(of.place.column) ||
          root.table.primaryKey.includes(of.place.column.name))),
  )
  const inParts =
    draft.limit !== null &&
    draft.order.length > 0 &&
    draft.groups.length > 0 &&
    !draft.groups.some(of => of.k === 'entity' && of.scope === root) &&
    !draft.shown.some(isMeasure) &&
    ownRows
  if (inParts) {
    draft.limitPer = true
    return bestOfEach()
  }
  // "The name of each singer" gathers nothing; "quantity per category" adds up.
  if (measures.length === 0 && draft.groups.length > 0) {
    const adds =
      draft.shown.length > 0 &&
      draft.shown.every(
        of => of.k === 'column' && isNumber(of.place.column) && !isKey(of.place.scope.table, of.place.column),
      )
    if (
      draft.groups.every(of => of.k === 'entity' && of.scope === root) &&
      !draft.shown.some(of => of.k === 'rows')
    ) {
      if (draft.limit !== null) throw new Misread('so many of each of what?', 0)
      draft.groups = []
    } else if (adds)
      draft.shown = draft.shown.map(of => {
        if (of.k !== 'column') return of
        const added: Measure = { k: 'aggregate', name: 'SUM', place: of.place, times: null, discount: null }
        measures.push(added)
        return added
      })
    else throw new Misread('nothing is counted or measured', 0)
  }
  const [single, ...more] = measures
  if (
    draft.groups.length + draft.order.length + draft.having.length === 0 &&
    single?.k === 'aggregate' &&
    (single.name === 'MAX' || single.name === 'MIN') &&
    !single.times &&
    draft.shown.some(of => of.k === 'column') &&
    draft.limit === null
  ) {
    // "The highest price and the name of the product": of the row that has it.
    if (more.length > 0) throw new Misread('the rows of several extremes', 0)
    const { place: extreme, name } = single
    draft.shown = draft.shown.map(of => (isMeasure(of) ? { k: 'column' as const, place: extreme } : of))
    draft.order = [{ by: { k: 'column', place: extreme }, descending: name === 'MAX' }]
    draft.limit = 1
    measures.length = 0
  }
  const gathers = draft.groups.length > 0 || measures.length > 0
  const groups: Expression[] = []

  if (draft.ratio) return ratio(draft.ratio)
  if (draft.percent) return percentage()

  const grouping = (of: Grouping): Expression[] => {
    if (of.k === 'entity') return entity(of.scope)
    const column = columnOf(at(of.place.scope), of.place.column)
    return [of.k === 'bucket' ? { k: 'bucket', unit: of.unit, of: column } : column]
  }
  for (const of of draft.groups) {
    const found = grouping(of)
    groups.push(...found)
    if (of.k === 'bucket') for (const by of found) show(by, of.unit)
    else for (const by of found) show(by, null)
  }
  const shownColumns = draft.shown.filter(each => each.k === 'column')
  const overChildren = measures.some(of => {
    const scope = of.k === 'aggregate' ? of.place.scope : of.scope
    return scope !== root && scope.links.some(link => link.toMany)
  })
  const onlyOrder = gathers && draft.groups.length === 0
  for (const of of draft.shown) {
    if (of.k === 'column') show(columnOf(at(of.place.scope), of.place.column), null)
    else if (of.k === 'entity') for (const by of entity(of.scope)) show(by, null)
    else if (of.k === 'rows') {
      if (!gathers) {
        if (level.joins.length > 0 && shownColumns.length > 0) throw new Misread('rows and columns', 0)
        outputs.push({ by: { k: 'rows', source: at(of.scope) }, name: null })
      } else for (const by of entity(of.scope)) show(by, null)
    } else show(measure(of), measureName(of))
  }
  // "Total revenue (based on the sale price)": added up, or shown for each; not both.
  const addedUp = measures.flatMap(of =>
    of.k === 'aggregate' && of.name !== 'COUNT' ? [of.place.column] : [],
  )
  if (shownColumns.some(({ place: { column } }) => addedUp.includes(column) && isNumber(column)))
    throw new Misread('shown and gathered at once', 0)
  if (gathers) {
    const aggregated =
      outputs.some(each => each.by.k === 'aggregate' || each.by.k === 'arithmetic') ||
      draft.order.some(each => isMeasureOrder(each.by)) ||
      draft.having.length > 0
    if (!aggregated && draft.groups.length === 0) throw new Misread('nothing is gathered', 0)
    // "How many merchants … return the name" counts something else than merchants.
    const countsItself =
      (draft.groups.length === 0 || draft.groups.some(of => of.k === 'entity' && of.scope === root)) &&
      measures.some(of => of.k === 'count' && of.scope === root && of.column === null)
    const alone = draft.groups.some(of => of.k === 'entity' && of.scope === root)
    const ownName = draft.shown.some(
      of =>
        of.k === 'column' &&
        of.place.scope === root &&
        (showColumns(root.table).includes(of.place.column) ||
          root.table.primaryKey.includes(of.place.column.name)),
    )
    if (countsItself && (ownName || alone)) throw new Misread('each row is counted as one', 0)
    // So is what each row has one of, where the rows are listed.
    const listed = draft.shown.some(of => (of.k === 'rows' || of.k === 'entity') && of.scope === root)
    if (measures.some(isOnePerRow) && (alone || (listed && draft.groups.length === 0)))
      throw new Misread('each row has one of them', 0)
    const byEntity = onlyOrder && plain.length > 0 && overChildren
    if (byEntity) for (const by of entity(root)) if (!groups.some(each => same(each, by))) groups.push(by)
    for (const by of plain) if (!groups.some(each => same(each, by))) groups.push(by)
  } else if (draft.distinct) {
    const hidden = draft.order.filter(
      ({ by }) =>
        by.k === 'column' &&
        !outputs.some(
          each => each.by.k === 'column' && by.k === 'column' && each.by.column === by.place.column,
        ),
    )
    if (hidden.length > 0) throw new Misread('sorted by what is not shown', 0)
  }
  // Customers by what each of their orders came to would be listed once for each order.
  const lists = draft.shown.flatMap(of => (of.k === 'rows' || of.k === 'entity' ? [of.scope] : []))
  const sorts = draft.order.flatMap(({ by }) => (by.k === 'column' ? [by.place.scope] : []))
  const below = (scope: Scope, over: Scope) =>
    over === root ? scope.links.some(link => link.toMany) : scope === root && draft.shown.length === 1
  if (
    !gathers &&
    draft.limit !== null &&
    draft.limit > 1 &&
    sorts.some(scope => lists.some(over => below(scope, over)))
  )
    throw new Misread('several of them for each row', 0)
  const order = draft.order.map(({ by, descending }) => ({
    by: by.k === 'column' ? columnOf(at(by.place.scope), by.place.column) : measure(by),
    descending,
  }))
  // What rows are sorted by tells why they come in that order.
  if (gathers && groups.length > 0)
    for (const { by } of draft.order) {
      if (by.k !== 'column') show(measure(by), measureName(by))
      else if (!groups.some(each => same(each, columnOf(at(by.place.scope), by.place.column))))
        throw new Misread('sorted by what is gathered', 0)
    }
  if (gathers && groups.length === 0 && (draft.limit !== null || order.length > 0))
    throw new Misread('one row needs no order', 0)
  const having = draft.having.map((each): Condition => ({
    k: 'compare',
    left: measure(each.measure),
    operator: each.operator,
    right: { k: 'number', value: each.value },
  }))
  const where = [...level.where]
  if (draft.limit !== null)
    for (const { by } of order)
      if (
        by.k === 'column' &&
        by.column.nullable &&
        !where.some(each => each.k === 'compare' && same(each.left, by))
      )
        where.push(not({ k: 'null', of: by }))
  if (draft.derived) derive(draft.derived)
  return {
    from,
    joins: level.joins,
    outputs,
    distinct: draft.distinct && !gathers,
    where,
    groups,
    having,
    order,
    limit: draft.limit,
  }

  /** Adds what each group's measure is of all, so far, or against the group before. */
  function derive(how: Derived): void {
    const [group] = groups
    if (!group || (how !== 'share' && (groups.length > 1 || group.k !== 'bucket')))
      throw new Misread('over which groups?', 0)
    for (const { by, name } of [...outputs]) {
      if (by.k === 'rows' || by.k === 'column' || by.k === 'bucket') continue
      const called = name ?? 'value'
      if (how === 'share')
        show(
          {
            k: 'arithmetic',
            operator: '/',
            left: { k: 'arithmetic', operator: '*', left: { k: 'number', value: 100 }, right: by },
            right: { k: 'window', name: 'SUM', of: by, by: null },
          },
          `percent_of_${called}`,
        )
      else if (how === 'running') show({ k: 'window', name: 'SUM', of: by, by: group }, `running_${called}`)
      else {
        const before: Expression = { k: 'window', name: 'LAG', of: by, by: group }
        show(before, `previous_${called}`)
        show({ k: 'arithmetic', operator: '-', left: by, right: before }, `change_of_${called}`)
      }
    }
    if (how !== 'share' && order.length === 0) order.push({ by: group, descending: false })
  }

  /** The first few of each part, by their own columns or by what belongs to them. */
  function bestOfEach(): Select {
    const parts = draft.groups.flatMap((of): Expression[] => {
      if (of.k !== 'entity') {
        const column = columnOf(at(of.place.scope), of.place.column)
        const by: Expression = of.k === 'bucket' ? { k: 'bucket', unit: of.unit, of: column } : column
        show(by, of.k === 'bucket' ? of.unit : null)
        return [by]
      }
      const key = keyOf(at(of.scope))
      const names = showColumns(of.scope.table).map(column => columnOf(at(of.scope), column))
      for (const by of names) show(by, null)
      if (key && names.length === 0) show(key, null)
      if (!key && names.length === 0) throw new Misread('parts without a name', 0)
      return key ? [key, ...names] : names
    })
    if (draft.order.some(({ by }) => isMeasureOrder(by) && isOnePerRow(by)))
      throw new Misread('each row is counted as one', 0)
    for (const of of draft.shown) {
      if (of.k === 'column') show(columnOf(at(of.place.scope), of.place.column), null)
      else if (of.k === 'entity' || of.k === 'rows') for (const by of entity(of.scope)) show(by, null)
    }
    const gathered = draft.order.some(({ by }) => isMeasureOrder(by))
    const own = gathered ? [...new Set([...entity(root), ...plain, ...parts])] : []
    for (const { by } of draft.order)
      if (by.k === 'column') show(columnOf(at(by.place.scope), by.place.column), null)
      else show(measure(by), measureName(by))
    const sorts = draft.order.map(({ by, descending }) => ({
      by: by.k === 'column' ? columnOf(at(by.place.scope), by.place.column) : measure(by),
      descending,
    }))
    const groups: Expression[] = []
    for (const by of own) if (!groups.some(each => same(each, by))) groups.push(by)
    const where = [...level.where]
    for (const { by } of sorts)
      if (by.k === 'column' && by.column.nullable) where.push(not({ k: 'null', of: by }))
    return {
      from,
      joins: level.joins,
      outputs,
      distinct: false,
      where,
      groups,
      having: [],
      order: sorts,
      limit: null,
      limitPer: { per: parts, count: draft.limit ?? 1 },
    }
  }

  function ratio({ of, to, amount }: NonNullable<Draft['ratio']>): Select {
    const counted = (facts: readonly Fact[]): Expression => {
      const all = facts.map(fact =>
        fact.k === 'scope' ? existence({ ...fact.scope, joined: false }, from) : condition(fact, from, level),
      )
      return all.length === 0
        ? { k: 'aggregate', name: 'COUNT', of: null, distinct: false }
        : {
            k: 'aggregate',
            name: 'SUM',
            of: {
              k: 'when',
              condition: { k: 'all', of: all },
              then: amount && columnOf(from, amount.column),
            },
            distinct: false,
          }
    }
    const by: Expression = {
      k: 'arithmetic',
      operator: '/',
      left: { k: 'arithmetic', operator: '*', left: { k: 'number', value: 1 }, right: counted(of) },
      right: counted(to),
    }
    return {
      from,
      joins: level.joins,
      outputs: [{ by, name: 'ratio' }],
      distinct: false,
      where: level.where,
      groups: [],
      having: [],
      order: [],
      limit: null,
    }
  }

  /** Counts the rows themselves, or what each of them has one of. */
  function isOnePerRow(of: Measure): boolean {
    const isOne = (scope: Scope): boolean => scope.parent === null || (toOne(scope) && isOne(scope.parent))
    return of.k === 'count' && of.column === null && isOne(of.scope)
  }

  function percentage(): Select {
    if (
      draft.groups.length + draft.order.length > 0 ||
      level.where.length === 0 ||
      (!draft.shown.some(isMeasure) && level.joins.some(join => join.kind === 'inner' && !toOneJoin(join)))
    )
      throw new Misread('a share of what?', 0)
    const [amount, ...more] = draft.shown.filter(isMeasure)
    if (draft.shown.some(of => of.k === 'column')) throw new Misread('a share and more', 0)
    if (more.length > 0) throw new Misread('a share of what?', 0)
    const fits: Condition = { k: 'all', of: level.where }
    const whole: Expression =
      amount?.k === 'aggregate'
        ? measure(amount)
        : { k: 'aggregate', name: 'COUNT', of: null, distinct: false }
    if (amount?.k === 'aggregate' && (whole.k !== 'aggregate' || amount.name !== 'SUM'))
      throw new Misread('a share of what is no sum', 0)
    const part: Expression = {
      k: 'aggregate',
      name: 'SUM',
      of: { k: 'when', condition: fits, then: whole.k === 'aggregate' ? whole.of : null },
      distinct: false,
    }
    const by: Expression = {
      k: 'arithmetic',
      operator: '/',
      left: { k: 'arithmetic', operator: '*', left: { k: 'number', value: 100 }, right: part },
      right: whole,
    }
    return {
      from,
      joins: level.joins,
      outputs: [{ by, name: 'percentage' }],
      distinct: false,
      where: [],
      groups: [],
      having: [],
      order: [],
      limit: null,
    }
  }
  function toOneJoin(join: Join): boolean {
    return ![...level.sources].some(
      ([scope, s]) => s === join.source && scope.links.some(link => link.toMany),
    )
  }
}

function same(a: Expression, b: Expression): boolean {
  if (a.k === 'column' && b.k === 'column') return a.source === b.source && a.column === b.column
  return a.k === 'bucket' && b.k === 'bucket' && a.unit === b.unit && same(a.of, b.of)
}

function isMeasure(of: Shown): of is Measure {
  return of.k !== 'column' && of.k !== 'entity' && of.k !== 'rows'
}

function isMeasureOrder(by: Measure | { k: 'column'; place: Place }): by is Measure {
  return by.k !== 'column'
}
