import type { Catalog } from '../../domain.ts'
import { groupTable } from './check-tree.ts'
import { joinPath } from './join-path.ts'
import type { Group, QueryTree } from './query-tree.ts'
import { hasMeasure, isMeasure, tableOf } from './query-tree.ts'
import { settled, unsound } from './resolve-nouns.ts'
import type { Resolved } from './resolve-nouns.ts'

/**
 * Decides whether things that nothing belongs to stay in a count per thing, with 0. Those with the fewest are such
 * things, so a ranking from below that would lose them gets no query. Sums and averages of nothing are left out.
 */
export function withEmptyGroups(tree: QueryTree, catalog: Catalog): Resolved<QueryTree> {
  const [group] = tree.groups
  const countsUp = tree.order.some(({ by, descending }) => isCount(by) && !descending)
  const isOfOthers = tree.groups.some(each => groupTable(each) !== tree.subject)
  if (!group || !isOfOthers || !hasMeasure(tree)) return settled(tree)
  if (countsUp)
    return canKeep(tree, group, catalog)
      ? settled({ ...tree, keepsEmptyGroups: true })
      : unsound(`those without ${tree.subject.name} could not be counted`)
  const onlyCounts = tree.outputs.every(
    output => !isMeasure(output) || output.kind === 'count' || output.kind === 'count-distinct',
  )
  const takesHighest = tree.limit !== null
  const keeps = group.kind === 'entity' && onlyCounts && !takesHighest && canKeep(tree, group, catalog)
  return settled({ ...tree, keepsEmptyGroups: keeps })
}

function isCount(by: QueryTree['order'][number]['by']): boolean {
  return by.kind === 'measure' && (by.measure.kind === 'count' || by.measure.kind === 'count-distinct')
}

/** Only the two ends of the way may carry conditions: those of the subject then hold for what is counted alone. */
function canKeep(tree: QueryTree, group: Group, catalog: Catalog): boolean {
  const ends = [tree.subject, groupTable(group)]
  const path = joinPath(catalog, tree.subject, groupTable(group))
  const used = tree.outputs.flatMap(output => ('use' in output ? [output.use.table] : []))
  return (
    tree.groups.length === 1 &&
    path.kind === 'path' &&
    tree.filters.every(filter => filter.kind !== 'related' && ends.includes(tableOf(filter))) &&
    used.every(table => ends.includes(table)) &&
    tree.order.every(({ by }) => by.kind === 'measure' || ends.includes(by.use.table))
  )
}
