import type { Cell } from '../../domain.ts'

/**
 * Reads PostgreSQL's text form of an array, e.g. `{1,NULL,"a,b"}` or `[0:1]={{1,2},{3,4}}`, into nested lists.
 * Lower bounds other than 1 are dropped: JSON has no place for them.
 */
export function readArrayLiteral(text: string, readElement: (text: string) => Cell, delimiter = ','): Cell {
  let at = text.startsWith('[') ? text.indexOf('=') + 1 : 0

  function readList(): Cell[] {
    const items: Cell[] = []
    at += 1
    while (at < text.length && text[at] !== '}') {
      if (text[at] === delimiter) at += 1
      items.push(text[at] === '{' ? readList() : text[at] === '"' ? readQuoted() : readBare())
    }
    at += 1
    return items
  }

  function readQuoted(): Cell {
    let value = ''
    at += 1
    while (at < text.length && text[at] !== '"') {
      if (text[at] === '\\') at += 1
      value += text[at]
      at += 1
    }
    at += 1
    return readElement(value)
  }

  function readBare(): Cell {
    const start = at
    while (at < text.length && text[at] !== delimiter && text[at] !== '}') at += 1
    const value = text.slice(start, at)
    return value === 'NULL' ? null : readElement(value)
  }

  return readList()
}
