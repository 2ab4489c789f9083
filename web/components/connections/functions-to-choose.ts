import type { AddedFunctionsQuery } from '../../graphql/generated/graphql.ts'

export type AddedFunction = NonNullable<AddedFunctionsQuery['connection']>['addedFunctions'][number]

/** What can still be listed and holds every word of what was typed; those that something uses come first. */
export function functionsToChoose(
  added: readonly AddedFunction[],
  listed: readonly string[],
  typed: string,
): { choices: readonly AddedFunction[]; allowedAnyway: number } {
  const words = typed.toLowerCase().split(/\s+/)
  const open = added.filter(({ path, allowedAnyway }) => !allowedAnyway && !listed.includes(path))
  const found = open.filter(({ path, extension, usedBy }) => {
    const said = [path, extension ?? '', ...usedBy].join(' ').toLowerCase()
    return words.every(word => said.includes(word))
  })
  const isUsed = ({ usedBy }: AddedFunction) => usedBy.length > 0
  return {
    choices: [...found.filter(isUsed), ...found.filter(each => !isUsed(each))],
    allowedAnyway: added.filter(({ allowedAnyway }) => allowedAnyway).length,
  }
}
