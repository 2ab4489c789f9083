import type { Structure, StructureObject } from '../../databases/schema-changes.ts'

/** The last part of a name, without quotes: `email` of `public.customers.email`. */
export function lastPart(name: string): string {
  const [last = name] = /(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|[^."`]+)$/.exec(name) ?? []
  return /^["`]/.test(last) ? last.slice(1, -1).replaceAll('""', '"') : last
}

/** The table that something of this name is a part of: the one with the longest name that it begins with. */
export function tableOf(name: string, { objects }: Pick<Structure, 'objects'>): StructureObject | null {
  let found: StructureObject | null = null
  for (const object of objects)
    if (
      object.kind === 'TABLE' &&
      (name === object.name || name.startsWith(`${object.name}.`)) &&
      object.name.length > (found?.name.length ?? 0)
    )
      found = object
  return found
}

/** Words of a name: `customerEmail_old` is customer, email, old. */
export function wordsOf(name: string): string[] {
  return lastPart(name)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter(word => word !== '')
}

/** What the text names, in lower case, without what stands in quotes for texts. */
export function identifiersOf(sql: string): ReadonlySet<string> {
  const bare = sql.replace(/'(?:[^']|'')*'/g, ' ').replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
  const found = bare.match(/"(?:[^"]|"")*"|`(?:[^`]|``)*`|[\p{L}_][\p{L}\d_$]*/gu) ?? []
  return new Set(found.map(word => (/^["`]/.test(word) ? word.slice(1, -1) : word).toLowerCase()))
}
