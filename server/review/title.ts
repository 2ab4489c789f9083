import type { CatalogChange } from '../domain.ts'

const MAX_CHARACTERS = 120

/** What a change is called when nobody has said: the words it was asked for in, else what it does. */
export function titleOf(
  request: string | null,
  changes: readonly CatalogChange[],
  commands: readonly string[],
): string {
  const [first, ...others] = changes
  const done =
    first === undefined
      ? commands.join(', ')
      : `${capitalised(first.kind.toLowerCase())} ${first.object}${others.length > 0 ? ` and ${others.length} more` : ''}`
  const title = (request ?? done).replace(/\s+/g, ' ').trim()
  return title.length > MAX_CHARACTERS ? `${title.slice(0, MAX_CHARACTERS - 1)}…` : title
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
