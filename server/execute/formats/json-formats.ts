import type { ResultColumn } from '../../domain.ts'
import type { FormatWriter } from './export-format.ts'
import { splitCells } from './split-cells.ts'

/** One object a row; cells are passed on as they were encoded. */
function createObjectWriter(columns: readonly ResultColumn[]): (json: string, between: string) => string {
  const keys = distinct(columns.map(({ name }) => name)).map(name => `${JSON.stringify(name)}:`)
  return (json, between) => {
    let text = ''
    splitCells(json, cells => {
      if (text !== '') text += between
      text += '{'
      for (let index = 0; index < cells.length; index++) {
        text += `${index > 0 ? ',' : ''}${keys[index] ?? ''}${cells[index] ?? 'null'}`
      }
      text += '}'
    })
    return text
  }
}

/** One list of objects, a row a line. */
export function createJsonWriter(columns: readonly ResultColumn[]): FormatWriter {
  const write = createObjectWriter(columns)
  let isFirst = true
  return {
    begin: () => '[\n',
    rows(json) {
      const text = `${isFirst ? '' : ',\n'}${write(json, ',\n')}`
      isFirst = false
      return text
    },
    end: () => (isFirst ? ']\n' : '\n]\n'),
  }
}

/** One object a line (ndjson.org), every line ended. Line breaks between the parts of database JSON become blanks. */
export function createNdjsonWriter(columns: readonly ResultColumn[]): FormatWriter {
  const write = createObjectWriter(columns)
  return {
    begin: () => '',
    // Inside of JSON text a line break is written as an escape, so one that is found stands between its parts.
    rows: json => `${write(/[\r\n]/.test(json) ? json.replace(/[\r\n]+/g, ' ') : json, '\n')}\n`,
    end: () => '',
  }
}

/** `id, id` to `id, id_2`: an object has each name once. */
function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map(name => {
    let own = name
    for (let number = 2; taken.has(own) || (own !== name && names.includes(own)); number++) {
      own = `${name}_${number}`
    }
    taken.add(own)
    return own
  })
}
