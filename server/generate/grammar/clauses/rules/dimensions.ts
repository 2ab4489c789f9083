import { linksFrom } from '../links.ts'
import type { CatalogColumn } from '../../../../domain.ts'
import type { Place, Scope } from '../draft.ts'
import { adjective } from '../lexicon.ts'
import { isKey, isNumber, isTime, nameWords, singular } from '../names.ts'
import { join, relate } from './reach.ts'
import { fail, noun, peek, top } from './state.ts'
import type { State } from './state.ts'

export function dimension(s: State, phrase: string, scope: Scope): { place: Place; more: boolean } {
  const found = adjective(phrase)
  if (!found) return fail(s, `"${phrase}" measures nothing here`)
  const nearby = [
    scope,
    ...linksFrom(s.catalog, scope.table)
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
      const holder = table === scope.table ? scope : relate(s, table, { from: [scope] })
      if (holder !== s.root) join(s, holder)
      const place = {
        scope: holder,
        column: s.choose(
          list.map((column, i) => ({ value: column, cost: ownDate(s, scope, column) ? 0 : 0.15 + i * 0.01 })),
          peek(s)?.from ?? 0,
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
  return fail(s, `nothing in ${scope.table.name} says what is "${phrase}"`)
}

export function ownDate(s: State, scope: Scope, column: CatalogColumn): boolean {
  const own = nameWords(scope.table.name).map(singular)
  return (
    nameWords(column.name).some(word => own.includes(singular(word))) ||
    scope.table.columns.filter(isTime).length === 1
  )
}

export function ageColumn(s: State): Place | null {
  for (const scope of [...s.stack].reverse()) {
    const column = scope.table.columns.find(each => isNumber(each) && nameWords(each.name).includes('age'))
    if (column) return { scope, column }
  }
  return null
}

/** When somebody of those spoken of was born, where no age is told. */
export function birthPlace(s: State): Place | null {
  for (const scope of [...s.stack].reverse()) {
    const [column, ...more] = scope.table.columns.filter(each => isTime(each) && isBirth(each))
    if (column && more.length === 0) return { scope, column }
  }
  return null
}

export function isBirth({ name }: CatalogColumn): boolean {
  return nameWords(name).some(word => /^(birth|born|birthday|birthdate|dob)$/u.test(word))
}

export function tryDimension(s: State, said: string): Place | null {
  try {
    return dimension(s, said, s.root).place
  } catch {
    return null
  }
}

/** The thing that an adjective stands before. */
export function adjectiveScope(s: State): Scope {
  const of = noun(s, 0)
  const table = of?.tables.find(each => each.table !== s.root.table)?.table
  if (!of || !table || of.tables.some(each => each.table === s.root.table)) return top(s)
  return relate(s, table)
}
