/**
 * Changes one thing in a column's definition as SHOW CREATE TABLE prints it: MySQL alters a column by its whole
 * definition, and what is not said again is lost.
 */

/** With other words for texts and names in quotes, so that what stands in them is not read. */
function edit(definition: string, change: (masked: string) => string): string {
  const quoted: string[] = []
  const masked = definition.replace(
    /'(?:[^'\\]|''|\\.)*'|`(?:[^`]|``)*`/gs,
    text => `\0${quoted.push(text) - 1}\0`,
  )
  return change(masked).replace(/\0(\d+)\0/g, (_, index: string) => quoted[Number(index)] ?? '')
}

const TYPE = /^\w+(?:\s*\([^)]*\))?(?: unsigned| zerofill)*(?: \/\*M?!\d+ [^*]*\*\/)?/i
const CHARACTERS = /(?: CHARACTER SET \w+)?(?: COLLATE \w+)?/i
const HEAD = new RegExp(`${TYPE.source}${CHARACTERS.source}`, 'i')

export function withType(definition: string, type: string): string {
  return edit(definition, masked => {
    const isText = /^(var)?char|^(tiny|medium|long)?text|^enum|^set/i
    const head = isText.test(type) && isText.test(masked) ? TYPE : HEAD
    return masked.replace(head, () => type)
  })
}

export function withNullability(definition: string, nullable: boolean): string {
  return edit(definition, masked => {
    // The default of a column that may be NULL is NULL where it has no other; one that may not cannot keep that.
    const bare = masked.replace(/ NOT NULL\b/i, '').replace(/(?<!DEFAULT) NULL\b/i, '')
    const rest = nullable ? bare : bare.replace(/ DEFAULT NULL\b/i, '')
    return rest.replace(HEAD, head => `${head}${nullable ? ' NULL' : ' NOT NULL'}`)
  })
}

/** @param comment as SQL */
export function withComment(definition: string, comment: string): string {
  const without = edit(definition, masked => masked.replace(/ COMMENT \0\d+\0/i, ''))
  // A check stands at the very end.
  const check = / CHECK \(.*\)$/is.exec(without)
  return check === null
    ? `${without} COMMENT ${comment}`
    : `${without.slice(0, check.index)} COMMENT ${comment}${check[0]}`
}

/** As SQL; null where there is none, or NULL. */
export function defaultOf(definition: string): string | null {
  const found = edit(
    definition,
    masked => / DEFAULT (\((?:[^()]|\([^()]*\))*\)|[^\s(]+(?:\([^)]*\))?)/i.exec(masked)?.[1] ?? '',
  )
  return found === '' || /^null$/i.test(found) ? null : found
}
