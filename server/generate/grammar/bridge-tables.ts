import type { Catalog, CatalogTable, GroundedQuestion, MentionTarget } from '../../domain.ts'
import { nameKeyOf, nameWords } from './clauses/names.ts'

/**
 * A table that only says what belongs to what is not what a question speaks of: "film category", or "actor" in
 * `film_actor`, is the category or the actor that it links. The same question with those in its place.
 */
export function withoutBridges(question: GroundedQuestion): GroundedQuestion {
  const bridges = bridgesOf(question.catalog)
  if (bridges.size === 0) return question
  const mentions = question.mentions.map(mention => {
    const targets: MentionTarget[] = []
    for (const target of mention.targets) {
      const linked = target.kind === 'table' ? bridges.get(target.table) : undefined
      const meant: MentionTarget = target.kind === 'table' && linked ? { ...target, table: linked } : target
      if (meant === target || !targets.some(each => isSame(each, meant))) targets.push(meant)
    }
    return {
      ...mention,
      targets: targets.filter((each, i) => targets.findIndex(other => isSame(other, each)) === i),
    }
  })
  return { ...question, mentions }
}

function isSame(a: MentionTarget, b: MentionTarget): boolean {
  return a === b || (a.kind === 'table' && b.kind === 'table' && a.table === b.table)
}

const known = new WeakMap<Catalog, ReadonlyMap<CatalogTable, CatalogTable>>()

/** Tables that are called as the two are that they link, such as `film_category`, and the last of those. */
function bridgesOf(catalog: Catalog): ReadonlyMap<CatalogTable, CatalogTable> {
  const found = known.get(catalog) ?? findBridges(catalog)
  known.set(catalog, found)
  return found
}

function findBridges({ tables }: Catalog): ReadonlyMap<CatalogTable, CatalogTable> {
  const byName = new Map(tables.map(table => [`${table.schema}\n${table.name}`, table]))
  return new Map(
    tables.flatMap(table => {
      const linking = new Set(table.foreignKeys.flatMap(({ columns }) => columns))
      const [one, other, ...more] = table.foreignKeys.map(key =>
        byName.get(`${key.referencesSchema}\n${key.referencesTable}`),
      )
      if (!one || !other || one === other || more.length > 0) return []
      if (table.primaryKey.length < 2 || !table.primaryKey.every(name => linking.has(name))) return []
      const called = nameKeyOf(nameWords(table.name))
      const [first, last] = [one, other].map(each => nameKeyOf(nameWords(each.name)))
      if (called === `${first}${last}`) return [[table, other] as const]
      return called === `${last}${first}` ? [[table, one] as const] : []
    }),
  )
}
