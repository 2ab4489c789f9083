import type { CatalogColumn } from '../../../../domain.ts'

import type { Fact, Place, Scope } from '../draft.ts'
import { addFact, settle } from './facts.ts'
import type { Item } from '../items.ts'
import { ways } from '../links.ts'
import { readProperName } from './proper-names.ts'
import { isPeople } from './name-places.ts'
import { nameWords, showColumns, singular } from '../names.ts'
import { isToOne, nearest, relate, resolveColumn } from './reach.ts'
import { fail, kw, noun, top } from './state.ts'
import type { Noun, State, Values } from './state.ts'

export function valuesOf(s: State, of: Noun): Values[] {
  const groups: Values[] = []
  const written = (column: CatalogColumn, value: string) =>
    of.values.some(each => each.column === column && each.value === of.text) && value !== of.text
  for (const { table, column, value } of nearest(s, of.values)) {
    if (written(column, value)) continue
    const known = groups.find(each => each.column === column)
    if (known?.values.includes(value)) continue
    if (known) known.values.push(value)
    else groups.push({ table, column, values: [value] })
  }
  return groups
}

export function addValue(
  s: State,
  of: Noun,
  only: CatalogColumn | null = null,
  within: Scope | null = null,
): void {
  const open = [...s.stack].reverse()
  const options = valuesOf(s, of)
    .filter(({ column }) => only === null || column === only)
    .map(each => {
      const level = open.findIndex(scope => scope.table === each.table)
      const known =
        level >= 0
          ? open[level]
          : s.scopes.find(scope => scope.table === each.table && !scope.negated && scope.said)
      const near = known
        ? 0
        : Math.min(
            ...open.map((from, i) => (ways(s.catalog, from.table, each.table)[0]?.cost ?? 99) + i * 0.4),
          )
      const naming = showColumns(each.table).includes(each.column) ? 0 : 0.12
      return {
        value: { ...each, scope: known ?? null },
        cost:
          (known ? Math.max(0, level) * 0.12 : 0.25 + near * 0.12) +
          (known === s.root && isOwner(s, of) ? 0.6 : 0) +
          naming +
          (near > 8 ? 50 : 0) +
          (each.table.kind === 'VIEW' ? 1 : 0),
      }
    })
  // "Active merchants": what the thing that follows is, if it can be that.
  let ahead = 1
  while (s.live[s.at + ahead - 1]?.to === noun(s, ahead)?.from && noun(s, ahead)?.tables.length === 0) ahead++
  const owner = s.live[s.at + ahead - 1]?.to === noun(s, ahead)?.from ? noun(s, ahead) : null
  const owned = options.filter(({ value }) => owner?.tables.some(({ table }) => table === value.table))
  if (owned.length > 0) for (const option of options) option.cost += owned.includes(option) ? 0 : 0.4
  if (options.length === 0) fail(s, `"${of.said}" is no value there`)
  const picked = s.choose(options, of.from, `value:${of.said}`)
  const denied = deniedScope(s, picked.table)
  if (denied) {
    s.negated = false
    denied.negated = true
    addFact(s, denied, {
      k: 'texts',
      column: picked.column,
      values: picked.values,
      exact: true,
      negated: false,
    })
    s.at++
    const kind = noun(s, 0)
    const told = denied.conditions.flatMap(fact => (fact.k === 'texts' ? [fact.column] : []))
    if (kind?.from === of.to && kind.columns.some(({ column }) => told.includes(column))) s.at++
    return
  }
  const fresh = within === null && picked.scope === null
  const scope = within ?? picked.scope ?? relate(s, picked.table, { fresh: s.negated })
  if (
    s.both ||
    (picked.scope === null &&
      !s.negated &&
      s.lastFact?.fact.k === 'texts' &&
      s.lastFact.fact.column === picked.column &&
      s.lastAnd &&
      !isToOne(s, scope))
  ) {
    // "both … and …": each has rows of its own.
    if (
      s.lastFact?.fact.k === 'texts' &&
      s.lastFact.fact.column === picked.column &&
      s.lastAnd &&
      scope.parent
    ) {
      if (isToOne(s, scope)) fail(s, 'one row has one value there')
      const twin: Scope = {
        ...scope,
        conditions: scope.conditions.filter(each => each !== s.lastFact?.fact),
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
      s.twins = true
      s.twinned = [...(s.twinned.includes(scope) ? s.twinned : [scope]), twin]
      s.scopes.push(twin)
      scope.parent.conditions.push({ k: 'scope', scope: twin })
      s.at++
      return
    }
    if (s.both && s.lastAnd && s.lastFact?.fact.k === 'texts' && s.lastFact.fact.column === picked.column)
      fail(s, 'one row has one value there')
  } else if (
    s.lastFact?.fact.k === 'texts' &&
    s.lastFact.fact.column === picked.column &&
    s.lastFact.scope === scope &&
    (s.lastAnd || s.lastOr)
  ) {
    s.lastFact.fact.values.push(...picked.values)
    s.joinNext = null
    s.at++
    return
  }
  const fact = (not: boolean): Fact => ({
    k: 'texts',
    column: picked.column,
    values: [...picked.values],
    exact: true,
    negated: not,
  })
  settle(s, scope, fresh, fact(false), fact(true))
  s.at++
  // "Dairy products" are products, whatever the value is called.
  if (
    !s.rootSaid &&
    singular(of.said.split(' ').at(-1) ?? '') === singular(nameWords(s.root.table.name).at(-1) ?? '')
  ) {
    s.rootSaid = true
    s.rootListed = s.draft.shown.length === 0
    s.mode = 'filter'
  }
  skipKind(s, scope, picked.column)
  // "A cat that is 3 years old"
  if (
    scope !== s.root &&
    kw(s, 0, 'rel') &&
    /^(that|which|who)$/u.test(kw(s, 0, 'rel')?.said ?? '') &&
    !s.stack.includes(scope)
  )
    s.stack = [...s.stack, scope]
}

/** "How many albums does X have": X has them, so it is none of them. */
function isOwner(s: State, of: Noun): boolean {
  const at = (item: Item, from: number | null, to: number | null, words: RegExp) =>
    item.t === 'kw' && words.test(item.said) && (item.from === from || item.to === to)
  return (
    s.items.some(item => at(item, null, of.from, /^(do|does|did)$/u)) &&
    s.items.some(item => at(item, of.to, null, /^(have|has)$/u))
  )
}

/** "English is not the official language": there is no row that says English and official. */
function deniedScope(s: State, table: Values['table']): Scope | null {
  const scope = s.lastFact?.scope
  if (!s.negated || !scope?.parent || scope.table !== table || isToOne(s, scope)) return null
  let back = s.at - 1
  const word = () => s.live[back]
  const skips = (...ops: string[]) => {
    for (let item = word(); item?.t === 'kw' && ops.includes(item.op); item = word()) back--
  }
  skips('some')
  skips('not')
  skips('is')
  return back < s.at - 1 && word()?.t === 'noun' ? scope : null
}

/** "The Caribbean region", "a cat pet": the column or the thing after its value says nothing new. */
export function skipKind(s: State, scope: Scope, column: CatalogColumn): void {
  const next = noun(s, 0)
  if (!next || next.from !== s.live[s.at - 1]?.to) return
  if (next.columns.some(each => each.column === column) && s.live[s.at + 1]?.t !== 'num') s.at++
  else if (scope !== s.root && next.tables.some(({ table }) => table === scope.table)) {
    s.at++
    scope.said = true
    s.stack = [...s.stack.filter(each => each !== scope), scope]
  }
}

/** Text that the data was not found to hold: compared without regard to case. */
export function addText(s: State, text: string, place: Place): void {
  const fact = (not: boolean): Fact => ({
    k: 'texts',
    column: place.column,
    values: [text],
    exact: false,
    negated: not,
  })
  if (
    s.lastFact?.fact.k === 'texts' &&
    s.lastFact.fact.column === place.column &&
    s.lastFact.scope === place.scope &&
    (s.lastOr || s.lastAnd)
  ) {
    s.lastFact.fact.values.push(text)
    s.joinNext = null
    return
  }
  settle(s, place.scope, false, fact(false), fact(true))
}

/** A word that values of one column have in them: those values are meant, and it is said so. */
export function readFragment(s: State, { table, column, text }: Extract<Item, { t: 'fragment' }>): void {
  if (!s.rootSaid && s.draft.shown.length === 0) fail(s, `"${text}" is only part of a value`)
  const open = [...s.stack].reverse().find(scope => scope.table === table)
  const near = s.stack.some(each => (ways(s.catalog, each.table, table)[0]?.cost ?? 9) <= 2)
  if (!open && !near) fail(s, `"${text}" is part of a value too far off`)
  const scope = open ?? relate(s, table, { fresh: s.negated })
  const fact = (negated: boolean): Fact => ({ k: 'like', column, how: 'contains', text, negated })
  settle(s, scope, open === undefined, fact(false), fact(true))
  s.mode = 'filter'
  s.at++
}

export function readText(s: State, item: Extract<Item, { t: 'text' }>): void {
  s.at++
  if (item.quoted && nameHolds(s, item.text)) return
  if (item.quoted && s.lastColumn && s.lastColumn.column.kind === 'TEXT' && s.mode === 'filter') {
    addText(s, item.text, s.lastColumn)
    return
  }
  if (!item.quoted && s.mode === 'out' && !s.rootSaid && s.draft.shown.length === 0)
    fail(s, `"${item.text}" is not known here`)
  // The name of the nearest thing that has one.
  const last = s.lastFact?.fact
  if (last?.k === 'texts' && (s.lastAnd || s.lastOr) && s.lastFact && (item.quoted || !last.exact)) {
    addText(s, item.text, { scope: s.lastFact.scope, column: last.column })
    return
  }
  const lead = s.live[s.at - 2]
  const called =
    (lead?.t === 'noun' && (item.quoted || lead.to === item.from)) ||
    (lead?.t === 'kw' &&
      (lead.op === 'name' || lead.op === 'is' || /^(named|called|titled|known as)$/u.test(lead.said)))
  const person =
    item.text.split(/\s+/u).length === 2 && lead?.t === 'kw' && lead.op === 'prep' && isPeople(s, top(s))
  const apart = lead?.t === 'noun' && lead.to < item.from
  const told =
    apart ||
    (lead?.t === 'kw' &&
      (lead.op === 'verb' ||
        lead.op === 'has' ||
        (lead.op === 'prep' && !/^(in|on|at|during|into|inside)\b/u.test(lead.said))))
  if (!item.quoted && told && !person) {
    s.mode = 'filter'
    readProperName(s, item)
    return
  }
  if (!called && !person && !(lead?.t === 'kw' && lead.op === 'prep' && lead.arg !== 'by' && item.quoted))
    fail(s, `"${item.text}" was not found in the data`)
  const scope = top(s)
  const people = scope.table.columns.filter(
    column => column.kind === 'TEXT' && /^(first|last|f|l|sur)_?name$/iu.test(column.name),
  )
  const parts = item.text.split(/\s+/u)
  s.mode = 'filter'
  if (people.length >= 2 && parts.length === 2) {
    const first = people.find(column => /^f/iu.test(column.name))
    const last2 = people.find(column => /^(l|sur)/iu.test(column.name))
    if (first && last2) {
      if (s.negated) fail(s, 'not that person')
      scope.conditions.push({
        k: 'texts',
        column: first,
        values: [parts[0] ?? ''],
        exact: false,
        negated: false,
      })
      addFact(s, scope, { k: 'texts', column: last2, values: [parts[1] ?? ''], exact: false, negated: false })
      return
    }
  }
  const named = showColumns(scope.table)
  const [only] = named
  if (!only || named.length > 1) fail(s, `"${item.text}" is not known here`)
  if (!item.quoted) fail(s, `"${item.text}" was not found in the data`)
  addText(s, item.text, { scope, column: only })
}

/** "With 'Hey' in its title": part of a text, in the column that is named or in the name of what is spoken of. */
function nameHolds(s: State, text: string): boolean {
  const before = s.live[s.at - 2]
  if (before?.t !== 'kw' || !['has', 'contains', 'or'].includes(before.op)) return false
  const inside = kw(s, 0, 'prep', 'contains')
  if (!inside || !/^in( |$)/u.test(inside.said)) return false
  const named = kw(s, 1, 'name')
  const of = noun(s, 1)
  const own = of?.columns.filter(
    ({ table, column }) => column.kind === 'TEXT' && s.stack.some(scope => scope.table === table),
  )
  if (!/name$/u.test(inside.said) && !named && !(own && own.length > 0)) return false
  const scope = top(s)
  let place: Place | null = null
  const general = of !== null && /^(name|title)s?$/u.test(of.said) && s.lastColumn?.column.kind === 'TEXT'
  if (of && own && own.length > 0 && !named && !general) {
    s.at += 2
    place = resolveColumn(s, { ...of, columns: own })
  } else {
    s.at += named ? 2 : 1
    const last = s.lastColumn
    const [only, ...more] = showColumns(scope.table)
    place =
      last?.column.kind === 'TEXT' && last.scope === scope
        ? last
        : only && more.length === 0
          ? { scope, column: only }
          : null
    // "… in its make name": the column before the word.
  }
  if (!place) return fail(s, 'in the name of what?')
  if (kw(s, 0, 'name')) s.at++
  s.mode = 'filter'
  const { column } = place
  const fact = (negated: boolean): Fact => ({ k: 'like', column, how: 'contains', text, negated })
  settle(s, place.scope, false, fact(false), fact(true))
  return true
}
