/**
 * Takes a question, in parts, to a draft of a query. One file, because it is one pass from left to right whose every step
 * reads what the others have left: the scope that a condition belongs to, a comparison without its number, a negation.
 */
import type { Catalog, CatalogColumn, CatalogTable } from '../../../domain.ts'
import type { DateUnit } from './dates.ts'
import type { Draft, Fact, Measure, Operand, Place, Scope } from './draft.ts'
import { adjective } from './lexicon.ts'
import type { Item } from './items.ts'
import { yearRange } from './dates.ts'
import { linksFrom, ways } from './links.ts'
import type { Link } from './links.ts'
import { isKey, isNumber, isTime, nameWords, showColumns, singular } from './names.ts'
import type { Aggregate, Comparison } from './tree.ts'

/** More columns of one name are not all tried. */
const MOST_TARGETS = 40

export class Misread extends Error {
  readonly at: number
  constructor(why: string, at: number) {
    super(why)
    this.at = at
  }
}

export type Choose = <T>(options: readonly { value: T; cost: number }[], at: number, what: string) => T

type Noun = Extract<Item, { t: 'noun' }>
type Keyword = Extract<Item, { t: 'kw' }>
type Values = { table: CatalogTable; column: CatalogColumn; values: string[] }

const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  depart: ['source', 'origin', 'departure', 'from'],
  leav: ['source', 'origin', 'departure', 'from'],
  from: ['source', 'origin', 'departure', 'sender'],
  arriv: ['destination', 'dest', 'arrival'],
  land: ['destination', 'dest', 'arrival'],
  go: ['destination', 'dest'],
  to: ['destination', 'dest', 'arrival', 'receiver'],
  born: ['birth', 'born', 'dob'],
  hir: ['hire', 'hired', 'employment'],
  died: ['death', 'died'],
  ship: ['shipped', 'ship', 'shipping'],
  order: ['order', 'ordered'],
  place: ['order'],
  found: ['founded', 'foundation'],
  open: ['open', 'opening'],
  creat: ['created', 'creation'],
  releas: ['release', 'released'],
  send: ['sender'],
  sent: ['sender', 'sent'],
  receiv: ['receiver', 'received'],
  rent: ['rental'],
  sold: ['sale', 'sold'],
  bought: ['purchase', 'order', 'sale'],
  pay: ['payment', 'paid'],
  paid: ['payment', 'paid'],
  return: ['return'],
  requir: ['required'],
  deliver: ['delivery', 'delivered'],
  publish: ['publication', 'published'],
  made: ['sale', 'order', 'made'],
  sign: ['signup', 'created'],
  join: ['join', 'joined'],
  start: ['start'],
  end: ['end'],
}

const rough = (word: string) => word.replace(/(ing|ed|es|s|e)$/u, '')

/** "Users (id and name)": what stands in brackets is to be shown. */
function withLists(items: readonly Item[]): Item[] {
  let open = false
  return items.map((item, i) => {
    if (item.t !== 'kw' || (item.op !== 'open' && item.op !== 'close')) return item
    const close = items.findIndex((other, at) => at > i && other.t === 'kw' && other.op === 'close')
    const inside = items.slice(i + 1, close)
    const lists =
      close > i + 2 &&
      inside.every(
        each =>
          each.t === 'noun' ||
          (each.t === 'kw' && ['and', 'comma', 'name', 'key', 'filler'].includes(each.op)),
      )
    if (
      item.op === 'open' &&
      lists &&
      items.slice(0, i).some(each => each.t === 'noun' && each.tables.length > 0)
    ) {
      open = true
      return { ...item, op: 'command' as const }
    }
    if (item.op === 'close' && open) {
      open = false
      return { ...item, op: 'rel' as const, arg: 'who' }
    }
    return item
  })
}

/** "Product categories" are categories: a thing that another stands right behind only says of what. */
function withoutModifiers(items: readonly Item[], catalog: Catalog): Item[] {
  return items.filter((item, i) => {
    const next = items[i + 1]
    const last = items[i - 1]
    // "Miles per gallon (mpg)" says it twice.
    if (
      item.t === 'noun' &&
      last?.t === 'noun' &&
      item.columns.length > 0 &&
      item.from === last.to + 1 &&
      item.columns.every(each => last.columns.some(other => other.column === each.column))
    )
      return false
    if (item.t !== 'noun' || next?.t !== 'noun' || item.to !== next.from || item.values.length > 0)
      return true
    const [first] = item.tables.filter(({ match }) => match === 'EXACT')
    const [second] = next.tables.filter(({ match }) => match === 'EXACT' || match === 'SHORT')
    if (
      !first ||
      !second ||
      first.table === second.table ||
      next.columns.some(({ table }) => table === first.table)
    )
      return true
    return (ways(catalog, first.table, second.table)[0]?.links.length ?? 9) > 1
  })
}

export function interpret(
  items: readonly Item[],
  catalog: Catalog,
  choose: Choose,
  given: { root: CatalogTable; draft?: Draft },
): Draft {
  const root: Scope = scopeOf(given.root, null, [])
  const scopes: Scope[] = [root]
  const draft: Draft = {
    root,
    shown: [],
    distinct: false,
    groups: [],
    order: [],
    limit: null,
    having: [],
    percent: false,
    ratio: null,
    notes: [],
  }
  const live = withoutModifiers(
    withLists(items).filter(
      item => !(item.t === 'kw' && (item.op === 'filler' || item.op === 'open' || item.op === 'close')),
    ),
    catalog,
  )
  let at = 0
  let stack: Scope[] = [root]
  let mode: 'out' | 'filter' = 'out'
  let rootSaid = false
  let rootListed = false
  let negated = false
  let both = false
  let twins = false
  let except = false
  let distinct = false
  let whColumn = false
  let whPlural = false
  let hints: string[] = []
  let lastFact: { scope: Scope; fact: Fact } | null = null
  let joinNext: 'or' | null = null
  let pendingDirection: boolean | null = null
  let sorting = false
  let limitSaid = false
  let lastColumn: Place | null = null as Place | null
  let pendingSuperlative: boolean | null = null

  const peek = (k = 0): Item | undefined => live[at + k]
  const kw = (k: number, ...ops: string[]): Keyword | null => {
    const item = live[at + k]
    return item?.t === 'kw' && ops.includes(item.op) ? item : null
  }
  const noun = (k: number): Noun | null => {
    const item = live[at + k]
    return item?.t === 'noun' ? item : null
  }
  const fail = (why: string): never => {
    throw new Misread(why, peek()?.from ?? items.at(-1)?.to ?? 0)
  }
  const top = () => stack.at(-1) ?? root

  function scopeOf(table: CatalogTable, parent: Scope | null, links: readonly Link[]): Scope {
    return { table, parent, links, negated: false, conditions: [], joined: false, count: null, said: false }
  }

  function hintCost(names: readonly string[]): number {
    const words = new Set(names.flatMap(name => nameWords(name)))
    const fits = hints.some(
      hint =>
        [...words].some(word => word.startsWith(hint) && hint.length >= 3) ||
        (SYNONYMS[hint] ?? []).some(other =>
          [...words].some(word => word === other || (other.length > 3 && word.startsWith(other))),
        ),
    )
    return fits ? -0.3 : 0
  }

  /** Rows of a table that belong to those of an open scope; opened or found again. */
  function relate(table: CatalogTable, options: { fresh?: boolean; from?: readonly Scope[] } = {}): Scope {
    const open = options.from ?? [...stack].reverse()
    const around = (scope: Scope | null): CatalogTable[] =>
      scope === null ? [] : [scope.table, ...around(scope.parent)]
    const choices = open.flatMap((from, level) =>
      ways(catalog, from.table, table)
        .filter(
          ({ links }) => !links.some(link => link.from !== link.to && around(from.parent).includes(link.to)),
        )
        .map(({ links, cost }) => ({
          value: { from, links },
          cost: Math.max(
            0,
            cost * 0.22 +
              level * 0.25 +
              hintCost(links.map(({ by }) => by)) +
              (table.kind === 'VIEW' ? 0.5 : 0),
          ),
        })),
    )
    const standing = options.fresh
      ? []
      : scopes.filter(
          each => each.table === table && each.parent && !each.negated && open.includes(each.parent),
        )
    if (standing.length > 0)
      return choose(
        standing.map((each, i) => ({ value: each, cost: 0.02 + i * 0.1 })),
        peek()?.from ?? 0,
        `again:${table.name}`,
      )
    if (choices.length === 0) fail(`nothing links ${table.name} to ${root.table.name}`)
    const { from, links } = choose(choices, peek()?.from ?? 0, `link:${table.name}`)
    if (!options.fresh) {
      const known = scopes.find(
        each =>
          each.parent === from &&
          each.table === table &&
          !each.negated &&
          each.links.every((link, i) => link === links[i]),
      )
      if (known) return known
    }
    const made = scopeOf(table, from, links)
    scopes.push(made)
    from.conditions.push({ k: 'scope', scope: made })
    return made
  }

  const isToOne = (scope: Scope): boolean =>
    scope.parent === null || (scope.links.every(link => !link.toMany) && isToOne(scope.parent))

  /** Of a name that very many columns have, only those of the tables at hand and beside them. */
  function nearest<T extends { table: CatalogTable }>(targets: readonly T[]): readonly T[] {
    if (targets.length <= MOST_TARGETS) return targets
    const near = new Set(
      scopes.flatMap(({ table }) => [table, ...linksFrom(catalog, table).map(({ to }) => to)]),
    )
    return targets.filter(({ table }) => near.has(table)).slice(0, MOST_TARGETS)
  }

  interface ColumnOption {
    value: { table: CatalogTable; column: CatalogColumn; scope: Scope | null }
    cost: number
  }
  function columnOptions(
    of: Noun,
    wants: (column: CatalogColumn) => boolean,
    wanted: number,
  ): ColumnOption[] {
    const open = [...stack].reverse()
    return nearest(of.columns).flatMap(({ table, column, match }): ColumnOption[] => {
      const base =
        (of.tables.length > 0 &&
        linksFrom(catalog, table).some(link => !link.toMany && link.by === column.name)
          ? 0.5
          : 0) +
        { EXACT: 0, LONG: 0, SHORT: 0.05, PART: 0.3, LOOSE: 0.35, STEM: 0.4 }[match] +
        (wants(column) ? 0 : wanted) +
        hintCost([column.name]) * 0.3
      const level = open.findIndex(scope => scope.table === table)
      const scope = level >= 0 ? open[level] : scopes.find(each => each.table === table && !each.negated)
      if (scope)
        return [
          { value: { table, column, scope }, cost: Math.max(0, base + (level >= 0 ? level * 0.12 : 0.3)) },
        ]
      const near = Math.min(
        ...open.map((from, i) => (ways(catalog, from.table, table)[0]?.cost ?? 99) + i * 0.5),
      )
      return near > 8
        ? []
        : [
            {
              value: { table, column, scope: null },
              cost: Math.max(0, base + 0.35 + near * 0.2) + (table.kind === 'VIEW' ? 1 : 0),
            },
          ]
    })
  }

  function resolveColumn(
    of: Noun,
    wants: (column: CatalogColumn) => boolean = () => true,
    wanted = 0.5,
  ): Place {
    const picked = choose(columnOptions(of, wants, wanted), of.from, `column:${of.said}`)
    return { scope: picked.scope ?? relate(picked.table), column: picked.column }
  }

  /** The columns that people call a row by: its own, or those of the one thing that it is a kind of. */
  function namePlaces(scope: Scope): Place[] {
    const own = showColumns(scope.table)
    if (own.length > 0) return own.map(column => ({ scope, column }))
    const parents = linksFrom(catalog, scope.table).filter(
      link => !link.toMany && !link.inferred && showColumns(link.to).length > 0,
    )
    const [only, ...more] = parents
    if (!only || more.length > 0) return fail(`the rows of ${scope.table.name} have no name`)
    const parent = relate(only.to, { from: [scope] })
    return showColumns(only.to).map(column => ({ scope: parent, column }))
  }

  function nameOf(scope: Scope): CatalogColumn[] {
    const shown = showColumns(scope.table)
    if (shown.length === 0) fail(`the rows of ${scope.table.name} have no name`)
    return [...shown]
  }

  function addFact(scope: Scope, fact: Fact): void {
    if (joinNext === 'or' && lastFact) {
      const { scope: before, fact: first } = lastFact
      joinNext = null
      if (before === scope) {
        const list = before.conditions
        const i = list.indexOf(first)
        const merged: Fact =
          first.k === 'any' ? { k: 'any', of: [...first.of, fact] } : { k: 'any', of: [first, fact] }
        if (i >= 0) list[i] = merged
        lastFact = { scope, fact: merged }
        return
      }
      if (lastFactRoot(before) === lastFactRoot(scope)) {
        // Conditions on different tables: both become conditions of the scope that they share.
        const share = root
        const lift = (from: Scope, what: Fact): Fact => {
          if (from === share) {
            share.conditions = share.conditions.filter(each => each !== what)
            return what
          }
          from.conditions = from.conditions.filter(each => each !== what)
          const copy: Scope = { ...from, conditions: [what] }
          if (from.parent !== share) fail('too deep an "or"')
          if (from.conditions.length === 0 && !from.joined && !from.said)
            share.conditions = share.conditions.filter(each => !(each.k === 'scope' && each.scope === from))
          return { k: 'scope', scope: copy }
        }
        const a = lift(before, first)
        scope.conditions.push(fact)
        const b = lift(scope, fact)
        const merged: Fact = { k: 'any', of: [a, b] }
        share.conditions.push(merged)
        lastFact = { scope: share, fact: merged }
        return
      }
    }
    joinNext = null
    if (
      fact.k === 'texts' &&
      !fact.negated &&
      scope.conditions.some(each => each.k === 'texts' && !each.negated && each.column === fact.column)
    )
      fail('one row has one value there')
    scope.conditions.push(fact)
    lastFact = { scope, fact }
  }
  const lastFactRoot = (scope: Scope): Scope => (scope.parent ? lastFactRoot(scope.parent) : scope)

  /** A negation that came before: of the fact itself, or, where a row may have several, of there being such rows. */
  function settle(scope: Scope, fresh: boolean, positive: Fact, negative: Fact): void {
    if (!negated) {
      addFact(scope, positive)
      return
    }
    negated = false
    if (fresh && !isToOne(scope) && scope !== root) {
      scope.negated = true
      addFact(scope, positive)
    } else addFact(scope, negative)
  }

  // ── values ──

  function valuesOf(of: Noun): Values[] {
    const groups: Values[] = []
    const written = (column: CatalogColumn, value: string) =>
      of.values.some(each => each.column === column && each.value === of.text) && value !== of.text
    for (const { table, column, value } of nearest(of.values)) {
      if (written(column, value)) continue
      const known = groups.find(each => each.column === column)
      if (known) known.values.push(value)
      else groups.push({ table, column, values: [value] })
    }
    return groups
  }

  function addValue(of: Noun, only: CatalogColumn | null = null, within: Scope | null = null): void {
    const open = [...stack].reverse()
    const options = valuesOf(of)
      .filter(({ column }) => only === null || column === only)
      .map(each => {
        const level = open.findIndex(scope => scope.table === each.table)
        const known =
          level >= 0
            ? open[level]
            : scopes.find(scope => scope.table === each.table && !scope.negated && scope.said)
        const near = known
          ? 0
          : Math.min(
              ...open.map((from, i) => (ways(catalog, from.table, each.table)[0]?.cost ?? 99) + i * 0.4),
            )
        const naming = showColumns(each.table).includes(each.column) ? 0 : 0.12
        return {
          value: { ...each, scope: known ?? null },
          cost:
            (known ? Math.max(0, level) * 0.12 : 0.25 + near * 0.12) +
            naming +
            (near > 8 ? 50 : 0) +
            (each.table.kind === 'VIEW' ? 1 : 0),
        }
      })
    if (options.length === 0) fail(`"${of.said}" is no value there`)
    const picked = choose(options, of.from, `value:${of.said}`)
    const fresh = within === null && picked.scope === null
    const scope = within ?? picked.scope ?? relate(picked.table, { fresh: negated })
    if (
      both ||
      (picked.scope === null &&
        !negated &&
        lastFact?.fact.k === 'texts' &&
        lastFact.fact.column === picked.column &&
        lastAnd &&
        !isToOne(scope))
    ) {
      // "both … and …": each has rows of its own.
      if (lastFact?.fact.k === 'texts' && lastFact.fact.column === picked.column && lastAnd && scope.parent) {
        const twin: Scope = {
          ...scope,
          conditions: scope.conditions.filter(each => each !== lastFact?.fact),
          joined: false,
        }
        const fact: Fact = {
          k: 'texts',
          column: picked.column,
          values: picked.values,
          exact: true,
          negated: false,
        }
        twin.conditions.push(fact)
        twins = true
        scopes.push(twin)
        scope.parent.conditions.push({ k: 'scope', scope: twin })
        at++
        return
      }
    } else if (
      lastFact?.fact.k === 'texts' &&
      lastFact.fact.column === picked.column &&
      lastFact.scope === scope &&
      (lastAnd || lastOr)
    ) {
      lastFact.fact.values.push(...picked.values)
      joinNext = null
      at++
      return
    }
    const fact = (not: boolean): Fact => ({
      k: 'texts',
      column: picked.column,
      values: [...picked.values],
      exact: true,
      negated: not,
    })
    settle(scope, fresh, fact(false), fact(true))
    at++
    // "Dairy products" are products, whatever the value is called.
    if (
      !rootSaid &&
      singular(of.said.split(' ').at(-1) ?? '') === singular(nameWords(root.table.name).at(-1) ?? '')
    ) {
      rootSaid = true
      rootListed = draft.shown.length === 0
      mode = 'filter'
    }
    skipKind(scope, picked.column)
  }
  /** "The Caribbean region", "a cat pet": the column or the thing after its value says nothing new. */
  function skipKind(scope: Scope, column: CatalogColumn): void {
    const next = noun(0)
    if (!next || next.from !== live[at - 1]?.to) return
    if (next.columns.some(each => each.column === column) && live[at + 1]?.t !== 'num') at++
    else if (scope !== root && next.tables.some(({ table }) => table === scope.table)) {
      at++
      scope.said = true
      stack = [...stack.filter(each => each !== scope), scope]
    }
  }
  let lastAnd = false
  let lastOr = false

  /** Text that the data was not found to hold: compared without regard to case. */
  function addText(text: string, place: Place): void {
    const fact = (not: boolean): Fact => ({
      k: 'texts',
      column: place.column,
      values: [text],
      exact: false,
      negated: not,
    })
    if (
      lastFact?.fact.k === 'texts' &&
      lastFact.fact.column === place.column &&
      lastFact.scope === place.scope &&
      (lastOr || lastAnd)
    ) {
      lastFact.fact.values.push(text)
      joinNext = null
      return
    }
    settle(place.scope, false, fact(false), fact(true))
  }

  // ── columns by what is said of them ──

  function dimension(phrase: string, scope: Scope): { place: Place; more: boolean } {
    const found = adjective(phrase)
    if (!found) return fail(`"${phrase}" measures nothing here`)
    const nearby = [
      scope,
      ...linksFrom(catalog, scope.table)
        .filter(link => !link.toMany && !link.inferred && link.to !== scope.table)
        .map(link => link.to),
    ]
    for (const near of nearby)
      for (const word of found.columns) {
        const table = 'table' in near ? near.table : near
        const wanted = word.replace('@', '')
        const columns = table.columns.filter(
          column =>
            (isNumber(column) || isTime(column)) &&
            !isKey(table, column) &&
            nameWords(column.name).some(
              each =>
                singular(each) === wanted ||
                (wanted.length > 3 && each.length > wanted.length && each.endsWith(wanted)),
            ),
        )
        const times = wanted === 'date' ? table.columns.filter(isTime) : []
        const list = columns.length > 0 ? columns : times
        if (list.length === 0) continue
        const holder = table === scope.table ? scope : relate(table, { from: [scope] })
        if (holder !== root) join(holder)
        const place = {
          scope: holder,
          column: choose(
            list.map((column, i) => ({ value: column, cost: ownDate(scope, column) ? 0 : 0.15 + i * 0.01 })),
            peek()?.from ?? 0,
            `dimension:${phrase}`,
          ),
        }
        const turned = isTime(place.column) || /birth|born|year|founded|built|open/u.test(place.column.name)
        return {
          place,
          more:
            turned &&
            !/^(new|late|most recent|more recent|earl|first)/u.test(phrase) &&
            /old|elder|young/u.test(phrase)
              ? !found.more
              : found.more,
        }
      }
    return fail(`nothing in ${scope.table.name} says what is "${phrase}"`)
  }

  const ownDate = (scope: Scope, column: CatalogColumn) => {
    const own = nameWords(scope.table.name).map(singular)
    return (
      nameWords(column.name).some(word => own.includes(singular(word))) ||
      scope.table.columns.filter(isTime).length === 1
    )
  }

  function dateColumn(open: readonly Scope[]): Place {
    const options = open.flatMap((scope, level) =>
      scope.table.columns
        .filter(
          column =>
            isTime(column) ||
            (column.kind === 'INTEGER' && /year$/iu.test(column.name) && !isKey(scope.table, column)),
        )
        .map((column, i) => ({
          value: { scope, column },
          cost: Math.max(
            0,
            level * 0.2 +
              i * 0.02 +
              (ownDate(scope, column) ? 0.05 : 0.25) +
              hintCost([column.name]) * 1.2 +
              (/update|modif|last/iu.test(column.name) ? 0.4 : 0) +
              (/create/iu.test(column.name) ? 0.1 : 0),
          ),
        })),
    )
    if (options.length === 0) {
      const near = open.flatMap(scope =>
        linksFrom(catalog, scope.table)
          .filter(
            link =>
              !link.toMany &&
              link.fromColumns.every(name => scope.table.primaryKey.includes(name)) &&
              link.to.columns.some(isTime),
          )
          .map(link => scopeOf(link.to, null, [])),
      )
      const next = near.map((scope, i) => ({ value: scope, cost: 0.6 + i * 0.2 }))
      if (next.length === 0) return fail('no date to compare with')
      const scope = choose(next, peek()?.from ?? 0, 'date table')
      return dateColumn([scopes.includes(scope) ? scope : relate(scope.table)])
    }
    return choose(options, peek()?.from ?? 0, 'date')
  }

  // ── measures ──

  function countOf(): Measure {
    let unique = false
    while (kw(0, 'prep', 'distinct', 'all', 'some')) {
      if (kw(0, 'distinct')) unique = true
      at++
    }
    if (noun(0) && noun(1) && (noun(1)?.tables.length ?? 0) > 0 && noun(0)?.values.length) {
      addValue(noun(0) as Noun)
      return countOf()
    }
    const of = noun(0)
    if (
      !of &&
      (draft.shown.some(each => each.k === 'count') || draft.order.some(each => each.by.k === 'count'))
    )
      return (
        draft.shown.find(each => each.k === 'count') ??
        (draft.order.find(each => each.by.k === 'count')?.by as Measure)
      )
    if (!of)
      return kw(0, 'key', 'name')
        ? (at++, { k: 'count', scope: root, column: null, distinct: false })
        : fail('nothing to count')
    const options: { value: () => Measure; cost: number }[] = []
    for (const { table, match } of of.tables) {
      const cost =
        { EXACT: 0, LONG: 0, SHORT: 0.1, PART: 0.25, LOOSE: 0.4, STEM: 0.45 }[match] +
        (table.kind === 'VIEW' ? 1 : 0)
      const after = noun(1)
      // "country names", "airport codes": the column is meant.
      const owns =
        after !== null &&
        after.columns.some(
          column => column.table === table && column.match !== 'LOOSE' && column.match !== 'STEM',
        ) &&
        !/ by$/u.test(after.said)
      if (owns) continue
      if (
        table.columns.some(column => isNumber(column) && /^(count|quantity|qty)$/iu.test(column.name)) &&
        table === root.table
      )
        continue
      if (table === root.table)
        options.push({
          value: () => {
            rootSaid = true
            stack = [root]
            return { k: 'count', scope: root, column: null, distinct: unique }
          },
          cost,
        })
      else
        options.push({
          value: () => {
            const scope = relate(table, { from: stack.length > 1 ? undefined : [root] })
            scope.said = true
            stack = [...stack, scope]
            return { k: 'count', scope, column: null, distinct: unique }
          },
          cost: cost + 0.3,
        })
    }
    for (const option of columnOptions(of, () => true, 0)) {
      const { column, table } = option.value
      // "Cartoons directed by" counts cartoons, and a yes or no is not counted.
      if (/ by$/u.test(of.said) || /^(is|has)_?/iu.test(column.name)) continue
      const adds = isNumber(column) && !isKey(table, column)
      const plural = /(unit|quantity|qty|number|num|count|total|amount|stock)/iu.test(column.name)
      if (adds && !unique && !plural && !/year/iu.test(column.name) && table !== root.table) continue
      options.push({
        value: () => {
          const place = { scope: option.value.scope ?? relate(table), column }
          if (adds && !unique && !/year/iu.test(column.name))
            return { k: 'aggregate', name: 'SUM', place, times: null, discount: null }
          return { k: 'count', scope: place.scope, column, distinct: true }
        },
        cost: option.cost + (unique ? 0 : 0.35) + (adds && !unique ? (plural ? -0.1 : 0.3) : 0),
      })
    }
    if (of.values.length > 0 && of.tables.length === 0)
      options.push({
        cost: 0.2,
        value: () => {
          at--
          rootSaid = true
          addValue(of)
          at--
          at++
          return { k: 'count', scope: root, column: null, distinct: unique }
        },
      })
    const take = choose(options, of.from, `count:${of.said}`)
    at++
    const measure = take()
    if (measure.k === 'count') {
      if (kw(0, 'key', 'name')) at++
    }
    return measure
  }

  /** What was earned: price times quantity, less a discount, where one table near has them; or the one amount there is. */
  function revenue(name: Aggregate): Measure {
    at++
    const tables = [
      root.table,
      ...catalog.tables.filter(
        table =>
          table !== root.table &&
          table.kind === 'TABLE' &&
          (ways(catalog, root.table, table)[0]?.links.length ?? 9) <= 4,
      ),
    ]
    const named = (table: CatalogTable, pattern: RegExp) =>
      table.columns.filter(column => isNumber(column) && pattern.test(nameWords(column.name).join(' ')))
    const products = tables.filter(
      table => named(table, /\b(quantity|qty)$/u).length === 1 && named(table, /\bprice$/u).length === 1,
    )
    const amounts = tables.filter(
      table => named(table, /^(revenue|sale price|sales amount|amount|total amount|total)$/u).length === 1,
    )
    const [found, ...more] = products.length > 0 ? products : amounts
    if (!found || more.length > 0) return fail('what is earned is not told')
    const scope = found === root.table ? root : relate(found, { from: [root] })
    const place = (pattern: RegExp): Place | null => {
      const [column] = named(found, pattern)
      return column ? { scope, column } : null
    }
    const price = place(/\bprice$/u)
    if (products.length === 0) {
      const amount = place(/^(revenue|sale price|sales amount|amount|total amount|total)$/u)
      return amount
        ? { k: 'aggregate', name, place: amount, times: null, discount: null }
        : fail('what is earned is not told')
    }
    const discount = place(/^discount$/u)
    if (discount && discount.column.kind !== 'DECIMAL') fail('the discount is no share')
    return price
      ? { k: 'aggregate', name, place: price, times: place(/\b(quantity|qty)$/u), discount }
      : fail('what is earned is not told')
  }

  function aggregateOf(name: Aggregate): Measure {
    while (kw(0, 'prep', 'all', 'some', 'distinct', 'comma')) at++
    if (kw(0, 'revenue')) return revenue(name)
    if (kw(0, 'count')) {
      at++
      return fail('an average of counts is not read yet')
    }
    const of = noun(0)
    if (!of) return fail('nothing to measure')
    // "the average stadium capacity": the table says whose.
    if (of.columns.length === 0 && of.tables.length > 0 && noun(1)) {
      const owner = of.tables[0]?.table
      const next = noun(1)
      if (next?.columns.some(({ table }) => table === owner)) {
        at++
        const columns = next.columns.filter(({ table }) => table === owner)
        const place = resolveColumn({ ...next, columns }, isNumber, 3)
        at++
        return { k: 'aggregate', name, place, times: null, discount: null }
      }
    }
    if (of.columns.length === 0) {
      const revenue = /^(revenue|sale|sales|turnover|income|amount)$/u.test(of.said)
      if (!revenue) return fail(`"${of.said}" is nothing to reckon with`)
    }
    const reckons = (column: CatalogColumn) =>
      isNumber(column) || ((name === 'MIN' || name === 'MAX') && isTime(column))
    const place = resolveColumn(of, reckons, 3)
    if (!reckons(place.column)) fail(`${place.column.name} is not a number`)
    if ((name === 'SUM' || name === 'AVG') && isKey(place.scope.table, place.column))
      fail(`${place.column.name} is a key`)
    at++
    return { k: 'aggregate', name, place, times: null, discount: null }
  }

  // ── comparisons ──

  function operand(column: CatalogColumn, scope: Scope): Operand {
    while (kw(0, 'prep', 'all', 'some', 'is')) at++
    let times = 1
    const n = peek()
    if (n?.t === 'num' && isTimesWord(1)) {
      times = n.n
      at += 2
    } else if (kw(0, 'times')) {
      times = 2
      at++
    }
    const agg = kw(0, 'agg') ?? kw(0, 'superlative')
    if (agg) {
      const name = (agg.op === 'agg' ? agg.arg : agg.arg === 'desc' ? 'MAX' : 'MIN') as Aggregate
      at++
      while (kw(0, 'prep', 'all', 'is')) at++
      const same = noun(0)
      let of = column
      if (same && same.columns.some(each => each.column === column)) at++
      else if (same && same.columns.some(each => each.table === scope.table && isNumber(each.column))) {
        of = same.columns.find(each => each.table === scope.table && isNumber(each.column))?.column ?? column
        at++
      }
      // "… of all cities": the whole table again.
      while (kw(0, 'prep', 'all')) at++
      if (noun(0)?.tables.some(({ table }) => table === scope.table)) {
        at++
        if (peek() && !kw(0, 'and', 'stop', 'comma', 'or', 'sort', 'direction'))
          fail('conditions within a comparison are not read yet')
      }
      return { k: 'overall', name, table: scope.table, column: of, times, facts: [] }
    }
    if (times !== 1) return fail('times of what?')
    const item = peek()
    if (item?.t === 'num') {
      at++
      return { k: 'number', n: item.n }
    }
    const other = noun(0)
    if (other && other.columns.some(each => isNumber(each.column) === isNumber(column))) {
      const place = resolveColumn({
        ...other,
        columns: other.columns.filter(each => each.table === scope.table),
      })
      at++
      return { k: 'column', column: place.column, scope: place.scope }
    }
    return fail('nothing to compare with')
  }
  const isTimesWord = (k: number) => {
    const item = live[at + k]
    return item?.t === 'kw' && (item.said === 'times' || item.op === 'times')
  }

  const OPPOSITE: Readonly<Record<Comparison, Comparison>> = {
    '=': '<>',
    '<>': '=',
    '<': '>=',
    '<=': '>',
    '>': '<=',
    '>=': '<',
  }
  function operatorOf(arg: string): Comparison {
    const found = arg.replace('date', '') as Comparison
    if (!negated) return found
    negated = false
    return OPPOSITE[found]
  }

  function compareColumn(place: Place, arg: string): void {
    const operator = operatorOf(arg)
    const item = peek()
    if (isTime(place.column)) {
      if (item?.t === 'date' || (item?.t === 'num' && item.year)) {
        const range = item.t === 'date' ? item.range : yearRange(item.n, 1)
        at++
        const fact: Fact = {
          k: 'within',
          column: place.column,
          range: bounded(range, operator),
          negated: false,
        }
        addFact(place.scope, fact)
        return
      }
      fail('a date is compared with a date')
    }
    if (item?.t === 'date' && /year/iu.test(place.column.name)) {
      const y = Number(item.range.from?.kind === 'day' ? item.range.from.iso.slice(0, 4) : NaN)
      if (Number.isNaN(y)) fail('a year is compared with a year')
      at++
      addFact(place.scope, { k: 'compare', column: place.column, operator, value: { k: 'number', n: y } })
      return
    }
    if (!isNumber(place.column)) fail(`${place.column.name} is not a number`)
    const value = operand(place.column, place.scope)
    let or = operator
    // "30 or more", "30 years or older"
    if (kw(0, 'compare') && /^or /u.test(kw(0, 'compare')?.said ?? '')) {
      or = kw(0, 'compare')?.arg as Comparison
      at++
    }
    addFact(place.scope, { k: 'compare', column: place.column, operator: or, value })
  }

  function bounded(range: ReturnType<typeof yearRange>, operator: Comparison) {
    switch (operator) {
      case '>':
        return {
          ...range,
          from: range.length === 1 && /^\d{4}$/u.test(range.said) ? range.to : dayAfter(range),
          to: null,
        }
      case '>=':
        return { ...range, to: null }
      case '<':
        return { ...range, to: range.from, from: null }
      case '<=':
        return { ...range, from: null }
      default:
        return range
    }
  }
  const dayAfter = (range: ReturnType<typeof yearRange>) => range.to

  function comparison(arg: string): void {
    at++
    if (
      lastColumn &&
      (isNumber(lastColumn.column) || isTime(lastColumn.column)) &&
      !(
        peek()?.t === 'num' &&
        noun(1)?.columns.some(each => isNumber(each.column) && each.column !== lastColumn?.column)
      )
    ) {
      const place = lastColumn
      lastColumn = null
      compareColumn(place, arg)
      return
    }
    const item = peek()
    // "above the average age"
    const agg = kw(0, 'agg') ?? kw(0, 'superlative')
    if (agg && noun(1)) {
      const place = resolveColumn(noun(1) as Noun, isNumber, 2)
      compareColumn(place, arg)
      return
    }
    if (item?.t === 'date' || (item?.t === 'num' && item.year && !noun(1) && /date|^[<>]$/u.test(arg))) {
      const place = dateColumn([...stack].reverse())
      compareColumn(place, arg)
      return
    }
    if (item?.t === 'num') {
      const after = noun(1)
      if (after) {
        const operator = operatorOf(arg)
        at++
        const options: { value: () => void; cost: number }[] = []
        for (const { table, match } of after.tables) {
          const cost = { EXACT: 0, LONG: 0, SHORT: 0.1, PART: 0.25, LOOSE: 0.4, STEM: 0.45 }[match]
          if (
            table === root.table &&
            draft.shown.length > 0 &&
            draft.shown.every(each => each.k === 'column' && each.place.scope === root)
          ) {
            options.push({
              cost,
              value: () => {
                for (const each of draft.shown)
                  if (each.k === 'column') draft.groups.push({ k: 'column', place: each.place })
                draft.having.push({
                  measure: { k: 'count', scope: root, column: null, distinct: false },
                  operator,
                  value: item.n,
                })
                rootSaid = true
              },
            })
          }
          if (table === top().table && table === root.table) continue
          options.push({
            cost: Math.max(0, cost - 0.25) + (table.kind === 'VIEW' ? 1 : 0),
            value: () => {
              const scope = relate(table, { fresh: true })
              scope.said = true
              scope.count = { operator, n: item.n }
              lastFact = null
              stack = [...stack, scope]
            },
          })
        }
        for (const option of columnOptions(after, isNumber, 3).filter(
          ({ value }) =>
            !isKey(value.table, value.column) &&
            !linksFrom(catalog, value.table).some(link => !link.toMany && link.by === value.column.name),
        ))
          options.push({
            cost: option.cost + 0.3,
            value: () => {
              const scope = option.value.scope ?? relate(option.value.table)
              if (!isNumber(option.value.column)) fail('not a number')
              addFact(scope, {
                k: 'compare',
                column: option.value.column,
                operator,
                value: { k: 'number', n: item.n },
              })
            },
          })
        const take = choose(options, after.from, `amount:${after.said}`)
        take()
        at++
        return
      }
      // "below 30 years old" is read where an age is there.
      const bucket = kw(1, 'bucket')
      if (bucket && /^year/u.test(bucket.said)) {
        const age = ageColumn()
        if (age) {
          compareColumn(age, arg)
          at++
          if (kw(0, 'adjective')) at++
          return
        }
      }
    }
    if (item?.t === 'num' && isTimesWord(1)) {
      const table = deedTable()
      if (table === null) return fail('how often what?')
      const operator = operatorOf(arg)
      at += 2
      const scope = relate(table, { fresh: true, from: [root] })
      scope.said = true
      scope.count = { operator, n: item.n }
      return
    }
    const thing = live[at - 2]
    if (item?.t === 'num' && !noun(1) && thing?.t === 'noun' && thing.tables.length > 0) {
      // "payments above 10": there is one amount that it can be.
      const amounts = top().table.columns.filter(column => isNumber(column) && !isKey(top().table, column))
      const [only] = amounts
      if (only && amounts.length === 1) {
        compareColumn({ scope: top(), column: only }, arg)
        return
      }
    }
    // "above age 30"
    const column = noun(0)
    if (column && column.columns.length > 0 && (live[at + 1]?.t === 'num' || live[at + 1]?.t === 'date')) {
      const place = resolveColumn(column, isNumber, 1)
      at++
      compareColumn(place, arg)
      return
    }
    // "more units on order than in stock"
    if (
      column &&
      kw(1, 'is') === null &&
      column.columns.some(each => isNumber(each.column)) &&
      live[at + 1]?.t === 'kw' &&
      (live[at + 1] as Keyword).said === 'than'
    ) {
      const place = resolveColumn(column, isNumber, 2)
      at += 2
      const operator = operatorOf(arg)
      const value = operand(place.column, place.scope)
      addFact(place.scope, { k: 'compare', column: place.column, operator, value })
      return
    }
    fail(`"${arg}" compares nothing`)
  }

  const ageColumn = (): Place | null => {
    for (const scope of [...stack].reverse()) {
      const column = scope.table.columns.find(each => isNumber(each) && nameWords(each.name).includes('age'))
      if (column) return { scope, column }
    }
    return null
  }

  // ── what is said of a column ──

  /** The condition that follows a column; false when none does. */
  function conditionOn(place: Place): boolean {
    const start = at
    let skipped = 0
    while (
      kw(0, 'is', 'verb') ||
      (kw(0, 'prep') &&
        (peek(1)?.t === 'num' ||
          peek(1)?.t === 'text' ||
          kw(1, 'compare') ||
          (noun(1)?.values.some(({ column }) => column === place.column) ?? false))) ||
      (kw(0, 'has') && kw(1, 'contains'))
    ) {
      at++
      if (++skipped > 3) break
    }
    if (kw(0, 'not')) {
      negated = !negated
      at++
      while (kw(0, 'is')) at++
    }
    if (kw(0, 'either', 'both')) at++
    const item = peek()
    const compare = kw(0, 'compare')
    if (compare) {
      at++
      compareColumn(place, compare.arg)
      return true
    }
    const adj = kw(0, 'adjective')
    if (
      adj &&
      isNumber(place.column) &&
      (peek(1)?.t === 'num' || (kw(1, 'same') && (peek(2)?.t === 'num' || kw(2, 'agg'))))
    ) {
      at += kw(1, 'same') ? 2 : 1
      compareColumn(place, adjective(adj.arg)?.more ? '>' : '<')
      return true
    }
    if (kw(0, 'between')) {
      at++
      return between(place)
    }
    const contains = kw(0, 'contains')
    if (contains && place.column.kind === 'TEXT') {
      at++
      while (kw(0, 'contains', 'prep', 'some')) at++
      const text = peek()
      const said = text?.t === 'text' ? text.text : text?.t === 'noun' ? text.said : null
      if (said === null) return fail('which text?')
      at++
      const fact = (not: boolean): Fact => ({
        k: 'like',
        column: place.column,
        how: contains.arg as 'contains',
        text: said,
        negated: not,
      })
      settle(place.scope, false, fact(false), fact(true))
      if (kw(0, 'prep') && noun(1)?.columns.some(({ column }) => column === place.column)) at += 2
      return true
    }
    if (kw(0, 'null')) {
      const there = /^(on file|filled in|recorded|set|known)$/u.test(kw(0, 'null')?.said ?? '')
      at++
      addFact(place.scope, { k: 'null', column: place.column, negated: there ? !negated : negated })
      negated = false
      return true
    }
    if (item?.t === 'num' && isNumber(place.column)) {
      const values = [item.n]
      at++
      if (kw(0, 'compare') && /^or /u.test(kw(0, 'compare')?.said ?? '')) {
        addFact(place.scope, {
          k: 'compare',
          column: place.column,
          operator: operatorOf(kw(0, 'compare')?.arg ?? '='),
          value: { k: 'number', n: item.n },
        })
        at++
        return true
      }
      while (kw(0, 'or', 'comma') && peek(1)?.t === 'num') {
        const next = peek(1)
        if (next?.t === 'num') values.push(next.n)
        at += 2
      }
      const operator: Comparison = negated ? '<>' : '='
      negated = false
      const facts = values.map((n): Fact => ({
        k: 'compare',
        column: place.column,
        operator,
        value: { k: 'number', n },
      }))
      const [only] = facts
      addFact(place.scope, facts.length === 1 && only ? only : { k: 'any', of: facts })
      return true
    }
    if ((item?.t === 'date' || (item?.t === 'num' && item.year)) && isTime(place.column)) {
      at++
      addFact(place.scope, {
        k: 'within',
        column: place.column,
        range: item.t === 'date' ? item.range : yearRange(item.n, 1),
        negated,
      })
      negated = false
      return true
    }
    if (item?.t === 'noun' && item.values.some(({ column }) => column === place.column)) {
      const not = negated
      negated = false
      const values = () =>
        valuesOf(noun(0) as Noun).find(({ column }) => column === place.column)?.values ?? []
      const list = [...values()]
      at++
      while (kw(0, 'or', 'comma', 'and') && values1().length > 0) {
        at++
        list.push(...values())
        at++
      }
      addFact(place.scope, { k: 'texts', column: place.column, values: list, exact: true, negated: not })
      return true
    }
    const lead = live[at - 1]
    const leads =
      lead?.t === 'noun' ||
      (lead?.t === 'kw' &&
        (lead.op === 'is' ||
          lead.op === 'name' ||
          lead.op === 'either' ||
          lead.op === 'not' ||
          /^(named|called|titled|known as)$/u.test(lead.said)))
    if (item?.t === 'text' && place.column.kind === 'TEXT' && (item.quoted || leads)) {
      at++
      addText(item.text, place)
      while (kw(0, 'or', 'comma') && peek(1)?.t === 'text') {
        const next = peek(1)
        at += 2
        lastOr = true
        if (next?.t === 'text') addText(next.text, place)
        lastOr = false
      }
      return true
    }
    at = start
    return false

    function values1() {
      return noun(1)?.values.filter(({ column }) => column === place.column) ?? []
    }
  }

  function between(place: Place): boolean {
    const low = peek()
    const and = kw(1, 'and', 'prep')
    const high = peek(2)
    if (low?.t === 'num' && and && high?.t === 'num' && isNumber(place.column)) {
      at += 3
      if (negated) fail('not between is not read yet')
      place.scope.conditions.push({
        k: 'compare',
        column: place.column,
        operator: '>=',
        value: { k: 'number', n: low.n },
      })
      addFact(place.scope, {
        k: 'compare',
        column: place.column,
        operator: '<=',
        value: { k: 'number', n: high.n },
      })
      return true
    }
    const a = low?.t === 'date' ? low.range : low?.t === 'num' && low.year ? yearRange(low.n, 1) : null
    const b = high?.t === 'date' ? high.range : high?.t === 'num' && high.year ? yearRange(high.n, 1) : null
    if (a && b && and && isTime(place.column)) {
      at += 3
      addFact(place.scope, {
        k: 'within',
        column: place.column,
        range: { from: a.from, to: b.to, said: `${a.said} to ${b.said}`, length: 1 },
        negated,
      })
      negated = false
      return true
    }
    return fail('between what?')
  }

  // ── groups and order ──

  function group(): void {
    while (kw(0, 'prep', 'distinct', 'all', 'verb')) at++
    if (!noun(0) && !kw(0, 'bucket') && draft.groups.length > 0) return
    const bucket = kw(0, 'bucket')
    if (bucket && !(noun(0) !== null)) {
      const yearColumn = root.table.columns.find(
        column => nameWords(column.name).at(-1) === bucket.arg && !isKey(root.table, column),
      )
      at++
      if (yearColumn) {
        draft.groups.push({ k: 'column', place: { scope: root, column: yearColumn } })
        return
      }
      const place = dateColumn([...stack].reverse())
      if (!isTime(place.column)) fail('no date')
      if (place.scope !== root) place.scope.joined = true
      draft.groups.push({ k: 'bucket', place, unit: bucket.arg as DateUnit })
      return
    }
    const of = noun(0)
    if (!of) return fail('by what?')
    const next = noun(1)
    const options: { value: () => void; cost: number }[] = []
    for (const { table, match } of of.tables) {
      const cost =
        { EXACT: 0, LONG: 0, SHORT: 0.1, PART: 0.25, LOOSE: 0.4, STEM: 0.45 }[match] +
        (table.kind === 'VIEW' ? 1 : 0)
      if (next?.columns.some(each => each.table === table)) continue
      options.push({
        cost: cost + 0.05,
        value: () => {
          at++
          if (table === root.table) {
            rootSaid = true
            draft.groups.push({ k: 'entity', scope: root })
            return
          }
          const scope = relate(table, { from: [root] })
          scope.joined = true
          scope.said = true
          draft.groups.push({ k: 'entity', scope })
          stack = [root, scope]
        },
      })
    }
    const named =
      of.tables.length > 0 &&
      next !== null &&
      next.columns.some(each => of.tables.some(({ table }) => table === each.table))
    for (const option of columnOptions(
      named && next
        ? {
            ...next,
            columns: next.columns.filter(each => of.tables.some(({ table }) => table === each.table)),
          }
        : of,
      () => true,
      0,
    ))
      options.push({
        cost: option.cost,
        value: () => {
          at += named ? 2 : 1
          const scope = option.value.scope ?? relate(option.value.table)
          if (scope !== root) scope.joined = true
          draft.groups.push({ k: 'column', place: { scope, column: option.value.column } })
        },
      })
    choose(options, of.from, `group:${of.said}`)()
    while (kw(0, 'and', 'comma') && (kw(1, 'group') || (kw(1, 'bucket') && draft.shown.length > 0))) {
      at += kw(1, 'group') ? 2 : 1
      group()
    }
  }

  function orderKey(): Measure | { k: 'column'; place: Place } {
    while (kw(0, 'prep', 'is', 'all', 'comma', 'sort')) at++
    if (kw(0, 'count')) {
      at++
      return countOf()
    }
    const agg = kw(0, 'agg')
    if (agg) {
      at++
      return aggregateOf(agg.arg as Aggregate)
    }
    if (kw(0, 'revenue')) return revenue('SUM')
    if (kw(0, 'name')) {
      at++
      if (kw(0, 'prep') && noun(1)?.tables.some(({ table }) => table === root.table)) at += 2
      return { k: 'column', place: namePlaces(root)[0] as Place }
    }
    const of = noun(0)
    if (!of) return fail('sorted by what?')
    if (of.columns.length === 0 && noun(1)) {
      at++
      return orderKey()
    }
    if (of.columns.length === 0 && of.tables.some(({ table }) => table === root.table)) {
      at++
      return { k: 'column', place: { scope: root, column: nameOf(root)[0] as CatalogColumn } }
    }
    const place = resolveColumn(of)
    at++
    if (kw(0, 'prep') && noun(1)?.tables.some(({ table }) => table === place.scope.table) && !noun(2)) at += 2
    return { k: 'column', place }
  }

  function pushOrder(by: Measure | { k: 'column'; place: Place }, descending: boolean): void {
    const scope = by.k === 'count' ? by.scope : by.place.scope
    if (scope !== root) join(scope)
    draft.order.push({ by, descending })
  }

  function join(scope: Scope): void {
    for (let each: Scope | null = scope; each && each !== root; each = each.parent) each.joined = true
  }

  function sort(): void {
    wholeList()
    const direction = kw(0, 'direction', 'alphabetical')
    if (direction) {
      at++
      pendingDirection = direction.arg === 'desc'
      while (kw(0, 'prep')) at++
      if (direction.op === 'alphabetical' && !(noun(0) || kw(0, 'name'))) {
        pushOrder({ k: 'column', place: alphabetical() }, direction.arg === 'desc')
        pendingDirection = null
        return
      }
    }
    if (!noun(0) && !kw(0, 'count', 'agg', 'name', 'prep', 'is', 'sort', 'direction', 'comma') && direction) {
      const shown = draft.shown.find(
        each => each.k === 'column' || each.k === 'aggregate' || each.k === 'count',
      )
      if (!shown) return fail('sorted by what?')
      pushOrder(shown, direction.arg === 'desc')
      pendingDirection = null
      return
    }
    const by = orderKey()
    const after =
      kw(0, 'direction', 'alphabetical') ??
      (kw(0, 'prep', 'comma') ? kw(1, 'direction', 'alphabetical') : null)
    if (after) at += kw(0, 'direction', 'alphabetical') ? 1 : 2
    const time = by.k === 'column' && isTime(by.place.column)
    const descending = after
      ? after.arg === 'old'
        ? !time
        : after.arg === 'young'
          ? time
          : after.arg === 'desc'
      : (pendingDirection ?? false)
    pendingDirection = null
    pushOrder(by, descending)
    while (kw(0, 'and', 'comma') && noun(1) && noun(1)?.columns.length && sorting) {
      at++
      const next = orderKey()
      const dir = kw(0, 'direction')
      if (dir) at++
      pushOrder(next, dir?.arg === 'desc')
    }
  }

  /** "The largest lakes, ordered from …" are all of them. */
  function wholeList(): void {
    if (
      draft.limit !== 1 ||
      limitSaid ||
      live.slice(0, at).every(item => item.t !== 'noun' || singular(item.said) === item.said)
    )
      return
    draft.limit = null
    whole = draft.order
    draft.order = []
  }
  let whole: Draft['order'] = []

  function alphabetical(): Place {
    const shown = draft.shown.find(each => each.k === 'column' && each.place.column.kind === 'TEXT')
    if (shown?.k === 'column') return shown.place
    return { scope: root, column: nameOf(root)[0] as CatalogColumn }
  }

  // ── superlatives ──

  function superlative(descending: boolean): void {
    at++
    while (kw(0, 'prep', 'some', 'distinct')) at++
    const n = peek()
    if (n?.t === 'num' && draft.limit === null) {
      draft.limit = n.n
      limitSaid = true
      at++
    }
    if (kw(0, 'count')) {
      at++
      const measure = countOf()
      finishSuperlative(measure, descending)
      return
    }
    const agg = kw(0, 'agg')
    if (agg) {
      at++
      finishSuperlative(aggregateOf(agg.arg as Aggregate), descending)
      return
    }
    if (kw(0, 'revenue')) {
      finishSuperlative(revenue('SUM'), descending)
      return
    }
    const of = noun(0)
    if (!of) return fail('the most of what?')
    const tables = of.tables.filter(({ table }) => table !== root.table)
    const columns = columnOptions(of, column => isNumber(column) || isTime(column), 2).filter(
      ({ value }) => (isNumber(value.column) || isTime(value.column)) && !isKey(value.table, value.column),
    )
    const options: { value: () => void; cost: number }[] = []
    for (const { table, match } of tables)
      options.push({
        cost:
          { EXACT: 0, LONG: 0, SHORT: 0.1, PART: 0.25, LOOSE: 0.4, STEM: 0.45 }[match] +
          0.1 +
          (table.kind === 'VIEW' ? 1 : 0),
        value: () => finishSuperlative(countOf(), descending),
      })
    if (of.tables.some(({ table }) => table === root.table) && columns.length === 0) {
      if (draft.groups.length > 0 || draft.shown.some(each => each.k === 'column'))
        options.push({
          cost: 0.2,
          value: () => {
            at++
            rootSaid = true
            countGroups(descending)
          },
        })
      const said = descending ? 'largest' : 'smallest'
      options.push({
        cost: 0.4,
        value: () => {
          const d = dimension(said, root)
          finishSuperlative({ k: 'column', place: d.place }, descending)
        },
      })
    }
    for (const option of columns)
      options.push({
        cost: option.cost,
        value: () => {
          at++
          const scope = option.value.scope ?? relate(option.value.table)
          const place = { scope, column: option.value.column }
          const asOutput =
            !rootSaid && draft.shown.length === 0 && !limitSaid && !whColumn && draft.groups.length === 0
          if (
            asOutput &&
            (peek() === undefined || kw(0, 'prep', 'stop', 'verb', 'group', 'and', 'comma', 'rel')) &&
            !followedByRoot()
          ) {
            if (scope !== root) join(scope)
            draft.shown.push({
              k: 'aggregate',
              name: descending ? 'MAX' : 'MIN',
              place,
              times: null,
              discount: null,
            })
            return
          }
          finishSuperlative({ k: 'column', place }, descending)
        },
      })
    choose(options, of.from, `most:${of.said}`)()
  }
  const followedByRoot = () => noun(0)?.tables.some(({ table }) => table === root.table) ?? false

  function finishSuperlative(by: Measure | { k: 'column'; place: Place }, descending: boolean): void {
    if (by.k === 'column') at = Math.max(at, at)
    pushOrder(by, descending)
    if (draft.limit === null) draft.limit = 1
    mode = rootSaid || mode === 'filter' ? 'filter' : mode
  }

  /** "the most common city": rows are counted by what is shown. */
  function countGroups(descending: boolean): void {
    for (const shown of draft.shown)
      if (
        shown.k === 'column' &&
        !draft.groups.some(each => each.k === 'column' && each.place.column === shown.place.column)
      )
        draft.groups.push({ k: 'column', place: shown.place })
    pushOrder({ k: 'count', scope: root, column: null, distinct: false }, descending)
    if (draft.limit === null) draft.limit = 1
  }

  // ── outputs ──

  function showColumn(place: Place): void {
    const after = noun(0)
    if (
      after &&
      live[at - 1]?.to === after.from &&
      after.tables.length === 0 &&
      after.values.length === 0 &&
      after.columns.some(({ table }) => table === place.scope.table)
    )
      fail('two names in a row')
    if (place.scope !== root) join(place.scope)
    if (rootListed && draft.shown.length === 0 && showColumns(root.table).length > 0)
      draft.shown.push({ k: 'entity', scope: root })
    lastColumn = place
    draft.shown.push({ k: 'column', place })
  }

  function outNoun(of: Noun): void {
    const before = live[at - 1]
    const afterPrep =
      before?.t === 'kw' && (before.op === 'prep' || before.op === 'rel' || before.op === 'verb')
    const next = noun(1)
    const options: { value: () => void; cost: number }[] = []
    for (const { table, match } of of.tables) {
      const cost =
        { EXACT: 0, LONG: 0, SHORT: 0.1, PART: 0.25, LOOSE: 0.4, STEM: 0.45 }[match] +
        (table.kind === 'VIEW' ? 1 : 0)
      const owned = next?.columns.filter(each => each.table === table) ?? []
      if (
        next &&
        owned.length > 0 &&
        !(next.tables.length > 0 && owned.every(({ match: m }) => m === 'PART'))
      ) {
        options.push({
          cost,
          value: () => {
            at++
            const place = resolveColumn({ ...next, columns: owned })
            at++
            if (table === root.table) rootSaid = true
            output(place)
          },
        })
      }
      if (kw(1, 'name', 'key') && (kw(1, 'name', 'key')?.said ?? '') !== 'who') {
        const word = kw(1, 'name', 'key')
        options.push({
          cost,
          value: () => {
            at += 2
            const scope = table === root.table ? root : relate(table)
            if (scope === root) rootSaid = true
            showNames(scope, word?.op === 'key')
          },
        })
        continue
      }
      if (table === root.table) {
        options.push({
          cost,
          value: () => {
            at++
            if (beforeIs('and') && draft.groups.length === 0 && draft.shown.some(each => each.k === 'entity'))
              fail('two lists at once')
            rootListed ||= draft.shown.length === 0 && draft.order.length === 0
            rootSaid = true
            stack = [root]
            mode = 'filter'
            hints = []
          },
        })
        continue
      }
      if (afterPrep || rootSaid) {
        options.push({
          cost: cost + 0.35,
          value: () => {
            mode = 'filter'
            relatedNoun(table)
          },
        })
        if (afterPrep) continue
      }
      options.push({
        cost: cost + 0.45,
        value: () => {
          at++
          const scope = relate(table, { from: [root] })
          join(scope)
          scope.said = true
          draft.shown.push({ k: 'entity', scope })
        },
      })
    }
    // "Discontinued products" are such products.
    for (const { table, column } of of.columns)
      if (
        table === root.table &&
        (column.kind === 'BOOLEAN' || isFlag(column)) &&
        next?.tables.some(each => each.table === table)
      )
        options.push({
          cost: 0,
          value: () => {
            at++
            const not = negated
            negated = false
            addFact(root, { k: 'true', column, negated: not })
          },
        })
    for (const option of columnOptions(of, () => true, 0))
      options.push({
        cost: option.cost + (afterPrep && of.tables.length > 0 ? 0.3 : 0) + 0.02,
        value: () => {
          const place = {
            scope: option.value.scope ?? relate(option.value.table),
            column: option.value.column,
          }
          at++
          output(place)
        },
      })
    if (of.values.length > 0) {
      const asValue = 0.15 + (of.tables.length + of.columns.length > 0 ? 0.2 : 0)
      options.push({
        cost: asValue,
        value: () => {
          if (rootSaid || next === null || next.tables.length === 0) mode = 'filter'
          addValue(of)
        },
      })
    }
    choose(options, of.from, `noun:${of.said}`)()
  }

  function output(place: Place): void {
    const holder = place
    const yes = conditionAhead(holder)
    if (yes && (rootSaid || draft.shown.length > 0 || draft.groups.length > 0)) {
      if (conditionOn(holder)) {
        mode = 'filter'
        return
      }
    }
    showColumn(place)
  }

  /** Whether a value for the column comes next, so that it is a condition rather than shown. */
  function conditionAhead(place: Place): boolean {
    const item = peek()
    if (kw(0, 'compare', 'between')) return true
    if (item?.t === 'text') return true
    if (item?.t === 'num') return isNumber(place.column)
    return (
      item?.t === 'noun' &&
      item.values.some(({ column }) => column === place.column) &&
      item.tables.length === 0
    )
  }

  function showNames(scope: Scope, key: boolean): void {
    if (scope !== root) join(scope)
    const keys = scope.table.columns.filter(({ name }) => scope.table.primaryKey.includes(name))
    const columns = key
      ? (keys.length > 0
          ? keys
          : scope.table.columns.filter(column => /id$/iu.test(column.name)).slice(0, 1)
        ).map(column => ({ scope, column }))
      : namePlaces(scope)
    if (columns.length === 0) fail(`${scope.table.name} has no key`)
    for (const place of columns) showColumn(place)
    const known = columns.map(({ column }) => column)
    const [only] = known
    if (
      only &&
      !key &&
      (peek()?.t === 'text' || conditionAhead({ scope, column: only })) &&
      draft.shown.length > known.length
    ) {
      draft.shown.splice(-known.length)
      conditionOn({ scope, column: only })
      mode = 'filter'
    }
  }

  /** "Countries with suppliers but no customers": rows that have the shown column alike, where nothing nearer links them. */
  function alike(table: CatalogTable): Scope | null {
    const [shown, ...more] = draft.shown
    if (
      shown?.k !== 'column' ||
      more.length > 0 ||
      shown.place.scope !== root ||
      showColumns(root.table).includes(shown.place.column)
    )
      return null
    const other = table.columns.find(
      ({ name, kind }) => name === shown.place.column.name && kind === shown.place.column.kind,
    )
    if (!other || isKey(table, other) || (ways(catalog, root.table, table)[0]?.links.length ?? 9) === 1)
      return null
    const link: Link = {
      from: root.table,
      to: table,
      fromColumns: [other.name],
      toColumns: [other.name],
      toMany: true,
      inferred: true,
      by: other.name,
    }
    const made = scopeOf(table, root, [link])
    scopes.push(made)
    root.conditions.push({ k: 'scope', scope: made })
    return made
  }

  function relatedNoun(table: CatalogTable): void {
    at++
    if (rootListed && !negated && beforeIs('and') && root.conditions.length === 0) fail('two lists at once')
    hints = hints.slice(-3)
    const open = stack.findIndex(scope => scope.table === table)
    const again = stack[open]
    if (
      open > 0 &&
      again?.parent &&
      !negated &&
      again.conditions.length > 0 &&
      beforeIs('and') &&
      !isToOne(again)
    ) {
      const twin: Scope = { ...again, conditions: [], joined: false, count: null }
      scopes.push(twin)
      again.parent.conditions.push({ k: 'scope', scope: twin })
      stack = [...stack.slice(0, open), twin]
      lastColumn = null
      return
    }
    if (open >= 0 && !negated) {
      stack = stack.slice(0, open + 1)
      return
    }
    const known = scopes.find(
      scope =>
        scope.table === table && !scope.negated && scope.said && scope.conditions.length === 0 && !negated,
    )
    if (known) {
      stack = [...stack, known]
      return
    }
    const scope = alike(table) ?? relate(table, { fresh: negated || joinNext === 'or' })
    scope.said = true
    if (negated) {
      scope.negated = true
      negated = false
    }
    lastFact = { scope: scope.parent ?? root, fact: { k: 'scope', scope } }
    stack = [...stack, scope]
    lastColumn = null
  }

  function filterNoun(of: Noun): void {
    const next = noun(1)
    const options: { value: () => void; cost: number }[] = []
    const before = live[at - 1]
    const counted = before?.t === 'kw' && before.op === 'agg'
    for (const { table, match } of of.tables) {
      const cost =
        { EXACT: 0, LONG: 0, SHORT: 0.1, PART: 0.25, LOOSE: 0.4, STEM: 0.45 }[match] +
        (table.kind === 'VIEW' ? 1 : 0)
      const owned = next?.columns.filter(each => each.table === table) ?? []
      if (next && owned.length > 0) {
        options.push({
          cost: cost + 0.02,
          value: () => {
            const scope =
              (negated
                ? null
                : (stack.find(each => each.table === table) ??
                  scopes.find(each => each.table === table && !each.negated))) ??
              (table === root.table ? root : relate(table, { fresh: negated }))
            if (negated && scope !== root && !isToOne(scope)) {
              scope.negated = true
              scope.said = true
              negated = false
              stack = [...stack, scope]
            }
            at++
            const place = {
              scope,
              column: choose(
                owned.map(each => ({
                  value: each.column,
                  cost: each.match === 'PART' || each.match === 'LOOSE' ? 0.3 : 0,
                })),
                next.from,
                `column:${next.said}`,
              ),
            }
            at++
            columnCondition(place)
          },
        })
        if (next.tables.length === 0 && next.values.length === 0) continue
      }
      // "country France", "airline 'JetBlue'": the thing by its name.
      const named = showColumns(table)
      const text = peek(1)
      if (
        named.length === 1 &&
        (text?.t === 'text' ||
          (text?.t === 'noun' && text.values.some(({ column }) => named.includes(column))))
      ) {
        options.push({
          cost: cost + 0.02,
          value: () => {
            const scope = stack.find(each => each.table === table) ?? relate(table, { fresh: negated })
            if (negated && !isToOne(scope)) {
              scope.negated = true
              negated = false
            }
            at++
            conditionOn({ scope, column: named[0] as CatalogColumn })
            if (scope !== root) stack = [...stack.filter(each => each !== scope), scope]
          },
        })
        continue
      }
      if (table === root.table && (stack.length === 1 || stack.includes(root))) {
        options.push({
          cost: cost + (negated ? 1 : 0),
          value: () => {
            at++
            rootSaid = true
            stack = [root]
          },
        })
        if (!ways(catalog, root.table, root.table).length) continue
      }
      options.push({
        cost: cost + (table === root.table ? 1.2 : 0.1) + (counted ? 1 : 0),
        value: () => relatedNoun(table),
      })
    }
    for (const option of columnOptions(of, () => true, 0))
      options.push({
        cost: option.cost + (of.tables.length > 0 ? 0.12 : 0),
        value: () => {
          const fresh = option.value.scope === null
          const scope =
            (negated && option.value.scope !== root ? null : option.value.scope) ??
            relate(option.value.table, { fresh: negated })
          if (negated && fresh && !isToOne(scope)) {
            scope.negated = true
            negated = false
          }
          const place = { scope, column: option.value.column }
          at++
          columnCondition(place, fresh)
        },
      })
    if (of.values.length > 0)
      options.push({
        cost: 0.05 + (of.tables.length + of.columns.length > 0 ? 0.1 : 0),
        value: () => {
          // "French singers", "cat pet": the value before its thing
          const place = next?.tables.length && !next.columns.length ? null : null
          void place
          addValue(of)
        },
      })
    choose(options, of.from, `noun:${of.said}`)()
  }

  function columnCondition(place: Place, _fresh = false): void {
    if (conditionOn(place)) {
      if (place.scope !== root && place.scope.parent === top()) stack = [...stack, place.scope]
      return
    }
    const not = negated
    if (place.column.kind === 'BOOLEAN' || isFlag(place.column)) {
      negated = false
      addFact(place.scope, { k: 'true', column: place.column, negated: not })
      return
    }
    if (not) {
      negated = false
      if (!place.column.nullable && isNumber(place.column) && !isKey(place.scope.table, place.column)) {
        addFact(place.scope, {
          k: 'compare',
          column: place.column,
          operator: '=',
          value: { k: 'number', n: 0 },
        })
        return
      }
      if (!place.column.nullable) fail(`${place.column.name} is never missing`)
      if (kw(0, 'null')) at++
      addFact(place.scope, { k: 'null', column: place.column, negated: false })
      return
    }
    const before = live[at - 2]
    const having = live[at - 2]
    if (
      having?.t === 'kw' &&
      having.op === 'has' &&
      / (a|an|any)$/u.test(having.said) &&
      isNumber(place.column) &&
      !isKey(place.scope.table, place.column)
    ) {
      addFact(place.scope, {
        k: 'compare',
        column: place.column,
        operator: '>',
        value: { k: 'number', n: 0 },
      })
      return
    }
    const last = draft.shown.at(-1)
    const listed = beforeIs('and') || beforeIs('comma')
    if (listed && last?.k === 'count' && last.column && place.scope === last.scope) {
      draft.shown.push({ ...last, column: place.column })
      return
    }
    const later = peek(1)
    if (
      kw(0, 'compare') ||
      (kw(0, 'prep') &&
        !listed &&
        (later?.t === 'num' || later?.t === 'date' || later?.t === 'text' || kw(1, 'compare', 'between')))
    ) {
      lastColumn = place
      return
    }
    // "…, with their average price", "and the name": shown after all.
    if (
      before?.t === 'kw' &&
      (before.op === 'and' ||
        before.op === 'comma' ||
        before.op === 'command' ||
        before.said === 'with their')
    ) {
      showColumn(place)
      return
    }
    if (before?.t === 'kw' && before.op === 'both') {
      lastColumn = place
      return
    }
    fail(`nothing is said of ${place.column.name}`)
  }

  function isFlag(column: CatalogColumn): boolean {
    return (
      (/^(is|has)_/iu.test(column.name) || /(ed|able|active)$/iu.test(column.name)) &&
      column.kind === 'INTEGER'
    )
  }

  // ── the pass ──

  while (at < live.length) {
    const item = live[at]
    if (!item) break
    const began = at
    const previous = live[at - 1]
    lastAnd = previous?.t === 'kw' && (previous.op === 'and' || previous.op === 'comma')
    lastOr = previous?.t === 'kw' && previous.op === 'or'
    if (item.t === 'noun') {
      if (mode === 'out') outNoun(item)
      else filterNoun(item)
    } else if (item.t === 'num') number(item)
    else if (item.t === 'date') {
      at++
      const place: Place =
        lastColumn && isTime(lastColumn.column) ? lastColumn : dateColumn([...stack].reverse())
      mode = 'filter'
      within(place, item.range)
    } else if (item.t === 'text') text(item)
    else keyword(item)
    if (at === began) fail('this is not read')
  }

  /** The table that a verb speaks of: what was rented is told by rentals. */
  function deedTable(): CatalogTable | null {
    const deed = hints.filter(hint => hint.length >= 4).at(-1)
    if (deed === undefined) return null
    const fits = catalog.tables.filter(
      table =>
        table.kind === 'TABLE' &&
        table !== root.table &&
        nameWords(table.name).some(word => word.startsWith(deed)) &&
        ways(catalog, root.table, table)[0]?.links.length === 1,
    )
    return fits.length === 1 ? (fits[0] ?? null) : null
  }

  /** "Not returned", "never ordered": no time of it, or no rows that tell of it. */
  function deny(): boolean {
    const deed = hints.filter(hint => hint.length >= 4).at(-1)
    if (deed === undefined || !rootSaid) return false
    const times = root.table.columns.filter(
      column =>
        isTime(column) && column.nullable && nameWords(column.name).some(word => word.startsWith(deed)),
    )
    const [time] = times
    if (times.length === 1 && time) {
      negated = false
      addFact(root, { k: 'null', column: time, negated: false })
      return true
    }
    const table = deedTable()
    if (table === null) return false
    negated = false
    const scope = relate(table, { fresh: true, from: [root] })
    scope.negated = true
    scope.said = true
    return true
  }

  function within(place: Place, range: ReturnType<typeof yearRange>): void {
    const not = negated
    negated = false
    if (isTime(place.column)) addFact(place.scope, { k: 'within', column: place.column, range, negated: not })
    else {
      const y = Number(range.from?.kind === 'day' ? range.from.iso.slice(0, 4) : NaN)
      if (Number.isNaN(y) || !/^\d{4}$/u.test(range.said)) fail('a year is compared with a year')
      addFact(place.scope, {
        k: 'compare',
        column: place.column,
        operator: not ? '<>' : '=',
        value: { k: 'number', n: y },
      })
    }
  }

  function number(item: Extract<Item, { t: 'num' }>): void {
    const next = live[at + 1]
    if (next?.t === 'kw' && next.op === 'compare' && /^or (more|less|fewer)/u.test(next.said)) {
      live[at] = next
      live[at + 1] = item
      mode = 'filter'
      comparison(next.arg)
      return
    }
    if (item.year && (mode === 'filter' || !next || next.t === 'kw')) {
      at++
      mode = 'filter'
      const years = [item.n]
      while (kw(0, 'or') && peek(1)?.t === 'num') {
        const other = peek(1)
        if (other?.t === 'num') years.push(other.n)
        at += 2
      }
      const place: Place =
        lastColumn && (isTime(lastColumn.column) || /year/iu.test(lastColumn.column.name))
          ? lastColumn
          : dateColumn([...stack].reverse())
      const later = kw(0, 'or') && kw(1, 'compare')
      if (later && /date$/u.test(later.arg)) {
        at += 2
        const operator: Comparison = later.arg === '>date' ? '>=' : '<='
        if (isTime(place.column))
          addFact(place.scope, {
            k: 'within',
            column: place.column,
            range: bounded(yearRange(item.n, 1), operator),
            negated: false,
          })
        else
          addFact(place.scope, {
            k: 'compare',
            column: place.column,
            operator,
            value: { k: 'number', n: item.n },
          })
        return
      }
      const also = kw(0, 'and') && peek(1)
      if (both && also && also.t === 'num' && place.scope.parent && !isToOne(place.scope)) {
        at += 2
        const twin: Scope = { ...place.scope, conditions: [], joined: false, count: null }
        scopes.push(twin)
        place.scope.parent.conditions.push({ k: 'scope', scope: twin })
        within(place, yearRange(item.n, 1))
        within({ scope: twin, column: place.column }, yearRange(also.n, 1))
        both = false
        twins = true
        return
      }
      if (years.length === 1) within(place, yearRange(item.n, 1))
      else if (isTime(place.column))
        addFact(place.scope, {
          k: 'any',
          of: years.map(y => ({ k: 'within', column: place.column, range: yearRange(y, 1), negated: false })),
        })
      else
        addFact(place.scope, {
          k: 'any',
          of: years.map(y => ({
            k: 'compare',
            column: place.column,
            operator: '=',
            value: { k: 'number', n: y },
          })),
        })
      return
    }
    const amount =
      next?.t === 'noun' &&
      next.tables.length === 0 &&
      next.columns.some(each => isNumber(each.column) && each.match !== 'LOOSE' && each.match !== 'STEM')
    if (
      mode === 'out' &&
      next &&
      !amount &&
      (next.t === 'noun' ||
        (next.t === 'kw' && (next.op === 'superlative' || next.op === 'adjective' || next.op === 'common')))
    ) {
      at++
      draft.limit = item.n
      limitSaid = true
      return
    }
    // "4 cylinders"
    if (next?.t === 'noun' && next.columns.some(each => isNumber(each.column))) {
      const place = resolveColumn({ ...next, columns: next.columns.filter(each => isNumber(each.column)) })
      at += 2
      const not = negated
      negated = false
      addFact(place.scope, {
        k: 'compare',
        column: place.column,
        operator: not ? '<>' : '=',
        value: { k: 'number', n: item.n },
      })
      return
    }
    // "exactly 3 orders" without its word is not read: it may mean at least.
    fail(`"${item.n}" has nothing to count`)
  }

  function text(item: Extract<Item, { t: 'text' }>): void {
    at++
    if (item.quoted && lastColumn && lastColumn.column.kind === 'TEXT' && mode === 'filter') {
      addText(item.text, lastColumn)
      return
    }
    if (!item.quoted && mode === 'out' && !rootSaid && draft.shown.length === 0)
      fail(`"${item.text}" is not known here`)
    // The name of the nearest thing that has one.
    const last = lastFact?.fact
    if (last?.k === 'texts' && (lastAnd || lastOr) && lastFact && (item.quoted || !last.exact)) {
      addText(item.text, { scope: lastFact.scope, column: last.column })
      return
    }
    const lead = live[at - 2]
    const called =
      lead?.t === 'noun' ||
      (lead?.t === 'kw' &&
        (lead.op === 'name' || lead.op === 'is' || /^(named|called|titled|known as)$/u.test(lead.said)))
    const person =
      item.text.split(/\s+/u).length === 2 && lead?.t === 'kw' && lead.op === 'prep' && isPeople(top())
    if (!called && !person && !(lead?.t === 'kw' && lead.op === 'prep' && lead.arg !== 'by' && item.quoted))
      fail(`"${item.text}" was not found in the data`)
    const scope = top()
    const people = scope.table.columns.filter(
      column => column.kind === 'TEXT' && /^(first|last|f|l|sur)_?name$/iu.test(column.name),
    )
    const parts = item.text.split(/\s+/u)
    mode = 'filter'
    if (people.length >= 2 && parts.length === 2) {
      const first = people.find(column => /^f/iu.test(column.name))
      const last2 = people.find(column => /^(l|sur)/iu.test(column.name))
      if (first && last2) {
        if (negated) fail('not that person')
        scope.conditions.push({
          k: 'texts',
          column: first,
          values: [parts[0] ?? ''],
          exact: false,
          negated: false,
        })
        addFact(scope, { k: 'texts', column: last2, values: [parts[1] ?? ''], exact: false, negated: false })
        return
      }
    }
    const named = showColumns(scope.table)
    const [only] = named
    if (!only || named.length > 1) fail(`"${item.text}" is not known here`)
    if (!item.quoted) fail(`"${item.text}" was not found in the data`)
    addText(item.text, { scope, column: only as CatalogColumn })
  }
  function isPeople(scope: Scope): boolean {
    return (
      scope.table.columns.filter(column => /^(first|last|f|l|sur)_?name$/iu.test(column.name)).length >= 2
    )
  }

  function keyword(item: Keyword): void {
    switch (item.op) {
      case 'filler':
      case 'command':
        at++
        if (item.op === 'command' && rootSaid && at > 1) {
          mode = 'out'
          stack = [root]
        }
        return
      case 'wh':
        at++
        if (item.arg === 'where' || item.arg === 'when') fail(`"${item.said}" is not read yet`)
        if (item.arg === 'which' && noun(0) && !/^what (is|are|was|were)|whats|'s$/u.test(item.said)) {
          whColumn = true
          const last = noun(0)?.said.split(' ').at(-1) ?? ''
          whPlural = singular(last) !== last
        }
        return
      case 'count': {
        const named = live[at - 1]
        if (named?.t === 'noun' && named.to === item.from) fail(`"${item.said}" stands behind a name`)
        at++
        if (draft.shown.length > 0 || rootSaid) stack = [root]
        const measure = countOf()
        if (draft.shown.includes(measure)) return
        if (measure.k === 'count' && measure.scope !== root) join(measure.scope)
        if (measure.k === 'aggregate' && measure.place.scope !== root) join(measure.place.scope)
        draft.shown.push(measure)
        if (measure.k === 'count' && measure.scope === root) mode = 'filter'
        else if (measure.k === 'count') mode = rootSaid ? 'filter' : 'out'
        return
      }
      case 'agg': {
        if (
          (item.arg === 'MIN' || item.arg === 'MAX') &&
          (whColumn || rootSaid) &&
          !previousIs('and') &&
          !previousIs('comma') &&
          draft.groups.length === 0
        ) {
          superlative(item.arg === 'MAX')
          return
        }
        const names = [item.arg]
        at++
        while (
          kw(0, 'and', 'comma') &&
          (kw(1, 'agg') ?? kw(1, 'superlative') ?? (kw(1, 'and') ? kw(2, 'agg', 'superlative') : null))
        ) {
          at++
          if (kw(0, 'and')) at++
          const next = kw(0, 'agg', 'superlative')
          names.push(next?.op === 'agg' ? next.arg : next?.arg === 'desc' ? 'MAX' : 'MIN')
          at++
        }
        if (mode === 'filter' && rootSaid && previousIs('prep') && stack.length > 0 && peek() === undefined)
          return
        const first = aggregateOf(names[0] as Aggregate)
        if (first.k !== 'aggregate') return fail('not a measure')
        if (first.place.scope !== root) join(first.place.scope)
        const compare = kw(0, 'compare')
        if (mode === 'filter' && rootSaid && compare && names.length === 1) {
          at++
          const n = peek()
          if (n?.t !== 'num') return fail('compared with what?')
          at++
          draft.having.push({ measure: first, operator: compare.arg as Comparison, value: n.n })
          return
        }
        for (const name of names) draft.shown.push({ ...first, name: name as Aggregate })
        // "the average and maximum age", but also "average age and weight"
        while (
          kw(0, 'and', 'comma') &&
          noun(1)?.columns.some(each => isNumber(each.column) && each.table === first.place.scope.table) &&
          !kw(2, 'compare', 'is')
        ) {
          at++
          const more = aggregateOf(names[0] as Aggregate)
          if (more.k === 'aggregate')
            for (const name of names) draft.shown.push({ ...more, name: name as Aggregate })
        }
        return
      }
      case 'sold-out': {
        at++
        const stocks = root.table.columns.filter(column => isNumber(column) && /stock/iu.test(column.name))
        const [stock] = stocks
        if (!stock || stocks.length > 1) return fail('no stock is told')
        mode = 'filter'
        addFact(root, {
          k: 'compare',
          column: stock,
          operator: negated ? '<>' : '=',
          value: { k: 'number', n: 0 },
        })
        negated = false
        return
      }
      case 'revenue': {
        const earned = revenue('SUM')
        if (earned.k === 'aggregate' && earned.place.scope !== root) join(earned.place.scope)
        draft.shown.push(earned)
        if (rootSaid) mode = 'filter'
        return
      }
      case 'distinct':
        at++
        if (
          rootListed ||
          (mode === 'filter' && rootSaid && !(peek()?.t === 'noun' && draft.shown.length === 0))
        )
          fail(`"${item.said}" is not read here`)
        distinct = true
        return
      case 'superlative':
        if (item.arg === 'best' || item.arg === 'worst') fail(`"${item.said}" may mean many things`)
        superlative(item.arg === 'desc')
        return
      case 'adjective': {
        at++
        const n = peek()
        // "older than 20"
        if (
          kw(0, 'prep') === null &&
          (peekSaid('than') || n?.t === 'num' || kw(0, 'agg')) &&
          adjective(item.arg) &&
          /(er|more \w+|less \w+)$|^cost/u.test(item.said)
        ) {
          if (peekSaid('than')) at++
          const d = dimension(item.arg, top())
          const than = negated ? (d.more ? '<=' : '>=') : d.more ? '>' : '<'
          negated = false
          compareColumn(d.place, than)
          if (kw(0, 'bucket')) at++
          return
        }
        const scope = adjectiveScope()
        const d = dimension(item.arg, scope)
        if (scope !== root) join(scope)
        pushOrder({ k: 'column', place: d.place }, d.more)
        if (draft.limit === null) draft.limit = 1
        return
      }
      case 'top': {
        const n = live[at + 1]
        if (n?.t === 'num') {
          at += 2
          draft.limit = n.n
          limitSaid = true
          pendingSuperlative = item.arg === 'desc'
          return
        }
        if (noun(1)) {
          const d = tryDimension(item.said === 'last' ? 'latest' : 'earliest')
          if (d) {
            at++
            pushOrder({ k: 'column', place: d }, item.said === 'last')
            draft.limit = 1
            return
          }
        }
        return fail(`"${item.said}" needs a number`)
      }
      case 'common': {
        at++
        while (kw(0, 'prep')) at++
        const of = noun(0)
        if (!of) {
          if (draft.shown.some(each => each.k === 'column')) {
            countGroups(item.arg === 'desc')
            return
          }
          return fail('the most common what?')
        }
        const place = resolveColumn(of)
        at++
        if (place.scope !== root) join(place.scope)
        showColumn(place)
        draft.groups.push({ k: 'column', place })
        pushOrder({ k: 'count', scope: root, column: null, distinct: false }, item.arg === 'desc')
        if (draft.limit === null) draft.limit = 1
        return
      }
      case 'compare':
        mode = 'filter'
        comparison(item.arg)
        return
      case 'between': {
        at++
        mode = 'filter'
        const place =
          lastColumn ??
          (peek()?.t === 'date' || (peek()?.t === 'num' && (peek() as { year: boolean }).year)
            ? dateColumn([...stack].reverse())
            : null)
        lastColumn = null
        if (!place) return fail('between what?')
        if (draft.shown.at(-1)?.k === 'column') draft.shown.pop()
        between(place)
        return
      }
      case 'group':
        at++
        group()
        return
      case 'sort':
        at++
        sorting = true
        sort()
        sorting = false
        return
      case 'direction':
      case 'alphabetical': {
        if (draft.limit === 1 && !limitSaid) {
          wholeList()
          if (draft.limit === null) {
            at++
            draft.order = whole.map(each => ({ ...each, descending: item.arg === 'desc' }))
            return
          }
        }
        const last = draft.order.at(-1)
        if (item.arg === 'old' || item.arg === 'young') {
          at++
          if (last) {
            const time = last.by.k === 'column' && isTime(last.by.place.column)
            last.descending = (item.arg === 'old') !== time
          } else {
            const d = dimension(item.arg === 'old' ? 'oldest' : 'youngest', root)
            pushOrder({ k: 'column', place: d.place }, d.more)
          }
          return
        }
        if (item.op === 'direction' && last && !limitSaid) {
          at++
          last.descending = item.arg === 'desc'
          return
        }
        sort()
        return
      }
      case 'not':
      case 'except':
        at++
        mode = 'filter'
        negated = !negated
        if (item.op === 'except') {
          except = true
          stack = [root]
        }
        void except
        return
      case 'and':
      case 'comma':
        at++
        if (
          mode === 'filter' &&
          (kw(0, 'has', 'not', 'is', 'rel') || kw(0, 'verb')) &&
          stack.length > 1 &&
          item.op === 'and' &&
          !both
        )
          stack = stack.slice(0, -1)
        return
      case 'or':
        at++
        if (kw(0, 'verb', 'has', 'not', 'is')) stack = [root]
        joinNext = 'or'
        return
      case 'both':
        at++
        both = true
        return
      case 'either':
        at++
        return
      case 'but':
        at++
        stack = [root]
        return
      case 'rel':
      case 'has':
      case 'is':
      case 'some':
      case 'all':
        at++
        if (
          item.op === 'rel' ||
          (item.op === 'has' && (rootSaid || draft.shown.length > 0)) ||
          (item.op === 'is' && (rootSaid || draft.shown.length > 0 || whColumn))
        )
          mode = 'filter'
        if (item.op === 'is' || item.op === 'rel' || item.op === 'has')
          lastColumn = mode === 'filter' && draft.shown.length > 0 ? null : lastColumn
        return
      case 'verb':
        at++
        hints.push(rough(item.said.split(' ')[0] ?? ''))
        if (rootSaid || draft.shown.length > 0) mode = 'filter'
        return
      case 'prep': {
        at++
        hints.push(...item.said.split(' ').map(rough), ...item.said.split(' '))
        const doer = live[at - 2]
        const afterVerb = doer?.t === 'kw' && (doer.op === 'verb' || doer.op === 'has')
        const sortsBy =
          item.said === 'by' &&
          !afterVerb &&
          draft.groups.length + draft.order.length === 0 &&
          draft.limit === null &&
          (noun(0)?.columns.length ?? 0) > 0 &&
          [1, 2].some(k => kw(k, 'direction')) &&
          !draft.shown.some(each => each.k === 'count' || each.k === 'aggregate')
        if (sortsBy) {
          sort()
          return
        }
        if (
          !afterVerb &&
          item.arg === 'by' &&
          item.said === 'by' &&
          (draft.limit !== null || draft.shown.some(each => each.k === 'count' || each.k === 'aggregate')) &&
          (noun(0) || kw(0, 'count', 'agg', 'bucket', 'revenue', 'name'))
        ) {
          if (draft.limit !== null && draft.order.length === 0) {
            pushOrder(orderKey(), pendingSuperlative ?? true)
            return
          }
          if (noun(0)?.values.length === 0 || kw(0, 'bucket')) {
            group()
            return
          }
        }
        if (
          rootSaid ||
          (draft.shown.length > 0 &&
            !(item.arg === 'of' || item.arg === 'for' || item.arg === 'from' || item.arg === 'in'))
        )
          mode = 'filter'
        return
      }
      case 'name':
      case 'key': {
        at++
        const entity = draft.groups.find(each => each.k === 'entity')
        const owner = entity?.k === 'entity' ? entity.scope : root
        const listed = previousIs('and') || live[at - 2]?.t === 'noun'
        const others = kw(0, 'prep') ? noun(1) : / of$/u.test(item.said) ? noun(0) : null
        const otherTable = others?.tables.find(({ table }) => table.kind === 'TABLE')?.table
        if (mode === 'filter' && otherTable && otherTable !== root.table && beforeIs('and') && listed) {
          at += kw(0, 'prep') ? 2 : 1
          showNames(relate(otherTable), item.op === 'key')
          return
        }
        if (mode === 'filter') {
          const scope = top()
          const [column] =
            item.op === 'key'
              ? scope.table.columns.filter(({ name }) => scope.table.primaryKey.includes(name))
              : nameOf(scope)
          if (!column) return fail('no such name')
          columnCondition({ scope, column })
          return
        }
        // "name of T": of the thing that follows.
        if ((kw(0, 'prep') && noun(1)) || (/ of$/u.test(item.said) && noun(0))) {
          if (!kw(0, 'prep')) at--
          const table = noun(1)?.tables.find(
            ({ table: each }) => each !== root.table && each.kind === 'TABLE',
          )?.table
          if (table && !noun(1)?.tables.some(({ table: each }) => each === root.table)) {
            at += 2
            showNames(relate(table), item.op === 'key')
            return
          }
          if (/ of$/u.test(item.said) && !kw(0, 'prep')) at++
        }
        showNames(owner, item.op === 'key')
        return
      }
      case 'contains': {
        at++
        const place = lastColumn
        if (!place) return fail('what contains it?')
        at--
        draft.shown.pop()
        if (!conditionOn(place)) fail('contains what?')
        return
      }
      case 'percent':
        at++
        draft.percent = true
        while (kw(0, 'prep', 'all')) at++
        if (noun(0)?.tables.length === 0) fail('a share of amounts is not read yet')
        return
      case 'stop':
        at++
        stack = [root]
        lastFact = null
        return
      case 'bucket': {
        // "per" was said before, or it is a column that is called so.
        const last = draft.shown.at(-1)
        if (previousIs('prep') && last && last.k !== 'column') {
          group()
          return
        }
        return fail(`"${item.said}" is not read here`)
      }
      case 'same':
        at++
        return
      case 'only':
        return fail('"only" is not read yet')
      default:
        return fail(`"${item.said}" is not read here`)
    }
  }

  /** Before the thing that was just read, articles aside. */
  function beforeIs(op: string): boolean {
    for (let i = at - 2; i >= 0; i--) {
      const item = live[i]
      if (item?.t !== 'kw') return false
      if (item.op === op) return true
      if (item.op !== 'some') return false
    }
    return false
  }
  function previousIs(op: string): boolean {
    const item = live[at - 1]
    return item?.t === 'kw' && item.op === op
  }
  function peekSaid(word: string): boolean {
    const item = peek()
    return item?.t === 'kw' && item.said === word
  }
  function tryDimension(said: string): Place | null {
    try {
      return dimension(said, root).place
    } catch {
      return null
    }
  }
  /** The thing that an adjective stands before. */
  function adjectiveScope(): Scope {
    const of = noun(0)
    const table = of?.tables.find(each => each.table !== root.table)?.table
    if (!of || !table || of.tables.some(each => each.table === root.table)) return top()
    return relate(table)
  }

  if (joinNext !== null) fail('"or" what?')
  if (negated && !deny()) fail('a negation without its object')
  if (pendingSuperlative !== null && draft.order.length === 0) fail('say by what to sort')
  if (draft.limit !== null && draft.order.length === 0) fail('say by what to sort')
  draft.distinct =
    distinct ||
    (twins &&
      draft.shown.length > 0 &&
      draft.shown.every(each => each.k === 'column') &&
      draft.order.length === 0)

  if (draft.shown.length === 0 && draft.groups.length === 0 && !rootSaid) fail('nothing is asked for')
  if (draft.shown.length === 0) draft.shown.push({ k: 'rows', scope: root })
  if (
    whColumn &&
    !draft.distinct &&
    draft.groups.length === 0 &&
    draft.limit === null &&
    draft.shown.every(each => each.k === 'column')
  ) {
    const all = draft.shown.every(
      each =>
        each.k === 'column' &&
        each.place.scope === root &&
        (showColumns(root.table).includes(each.place.column) ||
          root.table.primaryKey.includes(each.place.column.name)),
    )
    if (!all && whPlural) draft.distinct = draft.order.length === 0
  }
  return draft
}
