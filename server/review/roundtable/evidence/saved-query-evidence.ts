import type { CatalogChange } from '../../../domain.ts'
import type { Facts, SavedQuery } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { identifiersOf, lastPart, tableOf } from '../names-of.ts'
import { counted, listed, named } from '../one-line.ts'

/** Queries that people keep and that name what goes or is renamed; those of one person are counted, not told. */
export function savedQueryEvidence(facts: Facts): readonly Found[] {
  const { proposal, savedQueries, tableUse, structure } = facts
  const gone = proposal.changes.filter(({ kind }) =>
    /^(REMOVED|RENAMED) (TABLE|COLUMN|VIEW|MATERIALIZED VIEW)$/.test(kind),
  )
  const retyped = proposal.changes.filter(({ kind }) => kind === 'CHANGED COLUMN')
  const found = [
    ...gone.flatMap(change => broken(change, true)),
    ...retyped.flatMap(change => broken(change, false)),
  ]
  const touched = new Set(
    proposal.changes.flatMap(({ object }) => {
      const table = structure === null ? null : tableOf(object, structure)
      return table === null ? [] : [lastPart(table.name).toLowerCase()]
    }),
  )
  const used = tableUse.filter(({ table }) => touched.has(lastPart(table).toLowerCase()))
  const uses = used.reduce((sum, { queries }) => sum + queries, 0)
  if (found.length === 0)
    found.push(
      fact(
        'SAVED_QUERIES',
        savedQueries.length === 0
          ? 'Nobody has kept a query of this connection'
          : `None of the ${counted(savedQueries.length, 'favourite or approved query', 'favourites and approved queries')} of this connection names what goes or changes its type`,
      ),
    )
  if (uses > 0)
    found.push(
      fact(
        'SAVED_QUERIES',
        `${counted(uses, 'query', 'queries')} of late asked ${listed(used.map(({ table }) => table))}, which the change touches`,
      ),
    )
  return found

  function broken(change: CatalogChange, breaks: boolean): Found[] {
    const users = savedQueries.filter(query => names(query, change))
    if (users.length === 0) return []
    const approved = users.filter(({ kind }) => kind === 'APPROVED')
    const own = users.length - approved.length
    const who = [
      approved.length === 0
        ? ''
        : `${counted(approved.length, 'query that is approved for the team', 'queries that are approved for the team')} (${listed(approved.map(({ title }) => title ?? 'untitled'))})`,
      own === 0 ? '' : `${counted(own, 'favourite')} of single people`,
    ]
    const object = named(change.kind.startsWith('RENAMED') ? (change.before ?? change.object) : change.object)
    const fate = breaks ? (change.kind.startsWith('RENAMED') ? 'is renamed' : 'goes') : 'changes'
    return [
      {
        topic: 'SAVED_QUERIES',
        text: `${who.filter(part => part !== '').join(' and ')} ${users.length === 1 ? 'names' : 'name'} ${object}, which ${fate}`,
        floor: breaks ? 'CHANGES_REQUESTED' : 'APPROVE_WITH_CONDITIONS',
        hint: breaks
          ? 'Keep the old name in a view, or have these queries changed with it.'
          : 'Ask them once more on a copy before it is applied.',
      },
    ]
  }

  function names({ sql, tables }: SavedQuery, { object, before, kind }: CatalogChange): boolean {
    const name = kind.startsWith('RENAMED') ? (before ?? object) : object
    const table = structure === null ? null : tableOf(name, structure)
    const ofTable = lastPart(table?.name ?? name).toLowerCase()
    if (!tables.some(each => lastPart(each).toLowerCase() === ofTable)) return false
    if (/ (TABLE|VIEW|MATERIALIZED VIEW)$/.test(kind)) return true
    const identifiers = identifiersOf(sql)
    return identifiers.has(lastPart(name).toLowerCase())
  }
}
