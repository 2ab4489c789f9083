/** Something in a FROM list. */
export interface FromItem {
  name: string
  /** False for what may depend on the items before it or have one row (a WITH query often has): no surprise. */
  counts: boolean
}

/** The items that no tie joins to the others, however long the way. A tie is the names of what one condition compares. */
export function looseItems<Item extends FromItem>(
  items: readonly Item[],
  ties: readonly (readonly string[])[],
): readonly Item[] {
  if (items.length < 2) return []
  const reached = new Set([items[0]?.name ?? ''])
  for (let size = 0; size !== reached.size;) {
    size = reached.size
    for (const tie of ties) if (tie.some(name => reached.has(name))) tie.forEach(name => reached.add(name))
  }
  const loose = items.filter(item => item.counts && !reached.has(item.name))
  // The first item is as loose as the others when all of them are; one report is enough.
  return items[0]?.counts === true ? loose : loose.slice(1)
}
