import type { CatalogColumn, CatalogTable } from '../../../../domain.ts'
import type { Fact, Scope } from '../draft.ts'
import type { Item } from '../items.ts'
import { linksFrom, ways } from '../links.ts'
import type { Way } from '../links.ts'
import { nameWords, showColumns } from '../names.ts'
import { addFact } from './facts.ts'
import { doerOf, partyOf } from './parties.ts'
import { rough } from './keyword-links.ts'
import { hintCost, namesOf, relate } from './reach.ts'
import { relateBy } from './roles.ts'
import { fail, kw } from './state.ts'
import type { State } from './state.ts'

type Text = Extract<Item, { t: 'text' }>

/** How far from what is spoken of a name is looked for, in links. */
const FURTHEST = 3
const MOST_TABLES = 60
const UNDER = /^(reports? to|reporting to|works? under|managed by|supervised by|led by)$/u
const FIRM = /\b(gmbh|ag|kg|inc|ltd|llc|plc|corp|corporation|company|co|sa|srl|spa|bv|nv|oy|ab)\.?$/iu

/** What a name may be said of: people by their first and last names, things by the one column that names them. */
interface Named {
  table: CatalogTable
  facts: readonly Fact[]
}

/**
 * A name that the data was not found to hold, as "the orders of Meyer GmbH": names of people are never read ahead, and
 * long lists not to their end. It is looked for where names are that are not all known, nearest first.
 */
export function readProperName(s: State, item: Text): void {
  if (s.negated) fail(s, 'not of that name')
  if (item.held) fail(s, 'that is found in the data')
  const before = s.live[s.at - 2]
  const deed = kw(s, 0, 'verb')
  if (deed) s.hints.push(rough(deed.said.split(' ')[0] ?? ''))
  // "Doctors who treat Laura Kovacs": she is none of them.
  const other = s.rootListed || deed !== null || (before?.t === 'kw' && before.op !== 'prep')
  // "Who reports to Ida Holm": those whose manager she is.
  const boss = linksFrom(s.catalog, s.root.table).find(link => link.to === s.root.table && !link.toMany)
  const verb = s.live.slice(0, s.at - 1).findLast(each => each.t === 'kw' && each.op === 'verb')
  const [own] = namedIn(s.root.table, item)
  if (boss && own && verb?.t === 'kw' && UNDER.test(verb.said)) {
    const above = relateBy(s, s.root, boss)
    for (const fact of own.facts) addFact(s, above, fact)
    return
  }
  const near = tablesAround(s).filter(table => !(other && table === s.root.table))
  const found = near.flatMap(table => namedIn(table, item).map(value => ({ value, ways: waysTo(s, table) })))
  // "Films that Ida Holm rented": by way of what was rented.
  const tells = ({ links }: Way) => hintCost(s, namesOf(links)) < 0
  const done = found.some(each => each.ways.some(tells))
  const by = before?.t === 'kw' && before.op === 'prep' ? before.said : ''
  const hint = s.hints.findLast(each => doerOf(each) !== null)
  const who = /^(to|for)\b/u.test(by) ? 'takes' : hint === undefined ? null : doerOf(hint)
  const options = found
    .map(({ value, ways: all }) => ({
      value,
      cost:
        0.5 +
        (who !== null && partyOf(value.table) !== who ? 0.3 : 0) +
        0.2 * Math.min(99, ...all.filter(way => !done || tells(way)).map(({ cost }) => cost)),
    }))
    .filter(({ cost }) => cost < 5)
  if (options.length === 0) fail(s, `"${item.text}" was not found in the data`)
  const { table, facts } = s.choose(options, item.from, `name:${item.text}`)
  const scope: Scope = s.stack.find(each => each.table === table) ?? relate(s, table)
  for (const fact of facts) addFact(s, scope, fact)
}

function waysTo(s: State, table: CatalogTable): Way[] {
  return s.stack.some(scope => scope.table === table)
    ? [{ links: [], cost: 0 }]
    : s.stack.flatMap(scope => ways(s.catalog, scope.table, table))
}

function namedIn(table: CatalogTable, { text, known }: Text): Named[] {
  const parts = text.split(/\s+/u)
  const is = (column: CatalogColumn, value: string): Fact => ({
    k: 'texts',
    column,
    values: [value],
    exact: false,
    negated: false,
  })
  const person = (pattern: RegExp) =>
    table.columns.find(({ kind, name }) => kind === 'TEXT' && pattern.test(nameWords(name).join('')))
  const first = person(/^(first|given|f)name$/u)
  const last = person(/^(last|family|l)name$|^surname$/u)
  const [head, tail, ...more] = parts
  if (first && last) {
    if (FIRM.test(text) || head === undefined || more.length > 0) return []
    // `DVD` is no name of anybody.
    if (tail === undefined && head === head.toUpperCase()) return []
    if (tail === undefined) return [{ table, facts: [{ k: 'any', of: [is(first, head), is(last, head)] }] }]
    return [{ table, facts: [is(first, head), is(last, tail)] }]
  }
  const [name, ...others] = showColumns(table)
  if (!name || others.length > 0 || name.kind !== 'TEXT' || known.has(name)) return []
  return [{ table, facts: [is(name, text)] }]
}

function tablesAround(s: State): CatalogTable[] {
  const found = new Set(s.stack.map(({ table }) => table))
  let edge = [...found]
  for (let step = 0; step < FURTHEST && found.size < MOST_TABLES; step++) {
    edge = edge.flatMap(table =>
      linksFrom(s.catalog, table)
        .map(({ to }) => to)
        .filter(to => to.kind === 'TABLE' && !found.has(to)),
    )
    for (const table of edge) found.add(table)
  }
  return [...found]
}
