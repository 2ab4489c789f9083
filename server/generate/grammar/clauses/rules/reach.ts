import type { CatalogColumn, CatalogTable } from '../../../../domain.ts'
import type { Place, Scope } from '../draft.ts'
import { linksFrom, ways } from '../links.ts'
import type { Link, Way } from '../links.ts'
import { isKey, nameWords, showColumns } from '../names.ts'

import { fail, peek } from './state.ts'
import type { Noun, State } from './state.ts'

/** More columns of one name are not all tried. */
const MOST_TARGETS = 40

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
  start: ['start', 'origin', 'source', 'departure'],
  begin: ['start', 'origin', 'source', 'departure'],
  end: ['end', 'destination', 'arrival'],
}

/** Other words for what was done: what was bought is told by purchases, orders or sales. */
export function deedWords(stem: string): readonly string[] {
  return SYNONYMS[stem] ?? []
}

/** Verbs that say when something was done, where a time is said with them. */
export function isDatedDeed(stem: string): boolean {
  return /^(sign|join|hir|born|died|ship|order|found|open|releas|rent|sold|bought|pay|paid|return|deliver|publish|end|clos|cancel|log|updat|finish|complet|solv|resolv|visit|book|register|enrol|enroll|attend|borrow|reserv|watch|submit|post|writ|wrote)$/u.test(
    stem,
  )
}

/** Words of columns that tell when one thing was done, and no other. */
export const OF_DEEDS: ReadonlySet<string> = new Set(
  'login seen signup joined join registered registration created hire hired birth born death died ship shipped shipping return returned paid payment delivery delivered publication published release released closed close cancelled cancellation due required update updated modified expiry expires expired last end ended founded'.split(
    ' ',
  ),
)

export function scopeOf(s: State, table: CatalogTable, parent: Scope | null, links: readonly Link[]): Scope {
  return { table, parent, links, negated: false, conditions: [], joined: false, count: null, said: false }
}

export function hintCost(s: State, names: readonly string[]): number {
  const words = new Set(names.flatMap(name => nameWords(name)))
  const fits = s.hints.some(
    hint =>
      [...words].some(word => word.startsWith(hint) && hint.length >= 3) ||
      (SYNONYMS[hint] ?? []).some(other =>
        [...words].some(word => word === other || (other.length > 3 && word.startsWith(other))),
      ),
  )
  return fits ? -0.3 : 0
}

/** Rows of a table that belong to those of an open scope; opened or found again. */
export function relate(
  s: State,
  table: CatalogTable,
  options: { fresh?: boolean; from?: readonly Scope[] } = {},
): Scope {
  const open = options.from ?? [...s.stack].reverse()
  const around = (scope: Scope | null): CatalogTable[] =>
    scope === null ? [] : [scope.table, ...around(scope.parent)]
  const choices = open.flatMap((from, level) =>
    [...ways(s.catalog, from.table, table), ...waysOfDeeds(s, from.table, table)]
      .filter(
        ({ links }) => !links.some(link => link.from !== link.to && around(from.parent).includes(link.to)),
      )
      .map(({ links, cost }) => ({
        value: { from, links },
        cost: Math.max(
          0,
          cost * 0.22 +
            level * 0.25 +
            hintCost(s, namesOf(links)) -
            (namesOf(links).some(by => s.via.some(({ name }) => name === by)) ? 0.6 : 0) +
            (table.kind === 'VIEW' ? 0.5 : 0),
        ),
      })),
  )
  const standing = options.fresh
    ? []
    : s.scopes.filter(
        each => each.table === table && each.parent && !each.negated && open.includes(each.parent),
      )
  if (standing.length > 0)
    return s.choose(
      standing.map((each, i) => ({ value: each, cost: 0.02 + i * 0.1 })),
      peek(s)?.from ?? 0,
      `again:${table.name}`,
    )
  if (choices.length === 0) fail(s, `nothing links ${table.name} to ${s.root.table.name}`)
  const { from, links } = s.choose(choices, peek(s)?.from ?? 0, `link:${table.name}`)
  if (!options.fresh) {
    const known = s.scopes.find(
      each =>
        each.parent === from &&
        each.table === table &&
        !each.negated &&
        each.links.every((link, i) => link === links[i]),
    )
    if (known) return known
  }
  const made = scopeOf(s, table, from, links)
  s.scopes.push(made)
  from.conditions.push({ k: 'scope', scope: made })
  return made
}

/** "Assigned to any project": by way of what tells who is assigned, though another link may be shorter. */
function waysOfDeeds(s: State, from: CatalogTable, to: CatalogTable): Way[] {
  const deeds = s.hints.slice(-4).filter(hint => hint.length >= 5)
  if (deeds.length === 0 || from === to || ways(s.catalog, from, to)[0]?.links.length !== 1) return []
  return linksFrom(s.catalog, from).flatMap(first => {
    const tells = nameWords(first.to.name).some(word => deeds.some(deed => word.startsWith(deed)))
    if (!tells || first.to === to || first.inferred) return []
    return linksFrom(s.catalog, first.to)
      .filter(next => next.to === to && !next.inferred)
      .map(next => ({ links: [first, next], cost: 2 }))
  })
}

/** What a way is called by: its columns, and the tables that it goes through. */
export function namesOf(links: readonly Link[]): string[] {
  return [...links.map(({ by }) => by), ...links.slice(0, -1).map(({ to }) => to.name)]
}

export function isToOne(s: State, scope: Scope): boolean {
  return scope.parent === null || (scope.links.every(link => !link.toMany) && isToOne(s, scope.parent))
}

/** Of a name that very many columns have, only those of the tables at hand and beside them. */
export function nearest<T extends { table: CatalogTable }>(s: State, targets: readonly T[]): readonly T[] {
  if (targets.length <= MOST_TARGETS) return targets
  const near = new Set(
    s.scopes.flatMap(({ table }) => [table, ...linksFrom(s.catalog, table).map(({ to }) => to)]),
  )
  return targets.filter(({ table }) => near.has(table)).slice(0, MOST_TARGETS)
}

export interface ColumnOption {
  value: { table: CatalogTable; column: CatalogColumn; scope: Scope | null }
  cost: number
}

export function columnOptions(
  s: State,
  of: Noun,
  wants: (column: CatalogColumn) => boolean,
  wanted: number,
): ColumnOption[] {
  const open = [...s.stack].reverse()
  return nearest(s, of.columns).flatMap(({ table, column, match }): ColumnOption[] => {
    const base =
      (of.tables.length > 0 &&
      linksFrom(s.catalog, table).some(link => !link.toMany && link.by === column.name)
        ? 0.5
        : 0) +
      { EXACT: 0, LONG: 0, SHORT: 0.05, PART: 0.3, LOOSE: 0.35, STEM: 0.4 }[match] +
      (wants(column) ? 0 : wanted) +
      hintCost(s, [column.name]) * 0.3
    const level = open.findIndex(scope => scope.table === table)
    const scope = level >= 0 ? open[level] : s.scopes.find(each => each.table === table && !each.negated)
    if (scope)
      return [
        { value: { table, column, scope }, cost: Math.max(0, base + (level >= 0 ? level * 0.12 : 0.3)) },
      ]
    const near = Math.min(
      ...open.map((from, i) => (ways(s.catalog, from.table, table)[0]?.cost ?? 99) + i * 0.5),
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

export function resolveColumn(
  s: State,
  of: Noun,
  wants: (column: CatalogColumn) => boolean = () => true,
  wanted = 0.5,
): Place {
  const picked = s.choose(columnOptions(s, of, wants, wanted), of.from, `column:${of.said}`)
  return { scope: picked.scope ?? relate(s, picked.table), column: picked.column }
}

export function join(s: State, scope: Scope): void {
  for (let each: Scope | null = scope; each && each !== s.root; each = each.parent) each.joined = true
}

/** "Countries with suppliers but no customers": rows that have the shown column alike, where nothing nearer links them. */
export function alike(s: State, table: CatalogTable): Scope | null {
  const [shown, ...more] = s.draft.shown
  if (
    shown?.k !== 'column' ||
    more.length > 0 ||
    shown.place.scope !== s.root ||
    showColumns(s.root.table).includes(shown.place.column)
  )
    return null
  const other = table.columns.find(
    ({ name, kind }) => name === shown.place.column.name && kind === shown.place.column.kind,
  )
  if (!other || isKey(table, other) || (ways(s.catalog, s.root.table, table)[0]?.links.length ?? 9) === 1)
    return null
  const link: Link = {
    from: s.root.table,
    to: table,
    fromColumns: [other.name],
    toColumns: [other.name],
    toMany: true,
    inferred: true,
    by: other.name,
  }
  const made = scopeOf(s, table, s.root, [link])
  s.scopes.push(made)
  s.root.conditions.push({ k: 'scope', scope: made })
  return made
}
