const QUOTE = 34
const COMMA = 44
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/**
 * Hands each row of encoded rows (`[1,"a"],[2,null]`) to `onRow` as the JSON texts of its cells. Nothing is parsed, so
 * nothing is rounded. The array is reused for the next row.
 */
export function splitCells(json: string, onRow: (cells: readonly string[]) => void): void {
  const cells: string[] = []
  let at = skipBlanks(json, 0)
  while (at < json.length) {
    if (json.charCodeAt(at) !== OPEN_LIST) throw new Error('A row that is no list')
    cells.length = 0
    at = skipBlanks(json, at + 1)
    while (json.charCodeAt(at) !== CLOSE_LIST) {
      const end = endOfValue(json, at)
      cells.push(json.slice(at, end))
      at = skipBlanks(json, end)
      if (json.charCodeAt(at) === COMMA) at = skipBlanks(json, at + 1)
    }
    onRow(cells)
    at = skipBlanks(json, at + 1)
    if (json.charCodeAt(at) === COMMA) at = skipBlanks(json, at + 1)
  }
}

function endOfValue(json: string, start: number): number {
  const first = json.charCodeAt(start)
  if (first === QUOTE) return endOfText(json, start)
  if (first === OPEN_LIST || first === OPEN_OBJECT) return endOfNested(json, start)
  let at = start + 1
  for (; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === COMMA || code === CLOSE_LIST || isBlank(code)) return at
  }
  throw new Error('A row without an end')
}

function endOfText(json: string, start: number): number {
  for (let at = start; ;) {
    at = json.indexOf('"', at + 1)
    if (at === -1) throw new Error('A text without an end')
    let backslashes = 0
    while (json.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return at + 1
  }
}

function endOfNested(json: string, start: number): number {
  let depth = 0
  for (let at = start; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === QUOTE) at = endOfText(json, at) - 1
    else if (code === OPEN_LIST || code === OPEN_OBJECT) depth++
    else if ((code === CLOSE_LIST || code === CLOSE_OBJECT) && --depth === 0) return at + 1
  }
  throw new Error('A value without an end')
}

function skipBlanks(json: string, at: number): number {
  while (isBlank(json.charCodeAt(at))) at++
  return at
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}
