import type { Change } from '../change.ts'
import { Doubt } from '../doubt.ts'
import { columnStyle, newName, tableStyle } from '../names.ts'
import { groupsOf, leadingTable } from '../reader.ts'
import type { Reader } from '../reader.ts'
import { needPlace, needTable, tableAt, VIEWS } from '../scene.ts'
import type { Scene } from '../scene.ts'

const RENAME =
  /^(?:rename|change (?:the )?name of|change)\s+(?:the\s+)?(?<noun>(?:table|column|field|view)\s+)?(?<from>.+?)\s+(?:to|into|as|=>|->)\s+(?:be called\s+)?(?<to>[^\s,]+(?:\s[^\s,]+){0,3})$/iu
const CALL =
  /^(?<from>.+?)\s+(?:should|must) be (?:called|named|renamed(?: to| as)?)\s+(?<to>[^\s,]+(?:\s[^\s,]+){0,2})$/iu

/** A rename stays a rename: nothing is dropped and made anew. */
export const rename: Reader = (clause, scene) => {
  const inTable = groupsOf(clause, /^rename\s+(?<rest>.+?\sto\s.+?)\s+(?:in|on|of|for)\s+(?<table>.+)$/iu)
  const table = inTable === null ? null : tableAt(scene, inTable.table ?? '')
  const body = table === null ? clause : `rename ${inTable?.rest ?? ''}`
  const pairs = body
    .replace(/^rename\s+(?:the\s+)?(?:columns?\s+)?/iu, '')
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+/iu)
  if (/^rename\b/iu.test(body) && pairs.length > 1 && pairs.every(pair => /\sto\s/iu.test(pair)))
    // A table gets its new name last: what else is said calls it by the old one.
    return pairs
      .flatMap(pair => one(`rename ${pair}`, scene, table) ?? [])
      .sort((a, b) => Number(a.kind === 'RENAME_TABLE') - Number(b.kind === 'RENAME_TABLE'))
  return one(body, scene, table)
}

function one(
  clause: string,
  scene: Scene,
  within: Parameters<typeof needPlace>[2] = null,
): readonly Change[] | null {
  const found = groupsOf(clause, RENAME) ?? groupsOf(clause, CALL)
  // A row, not a column.
  if (found === null || /\s\d+$/u.test(found.from ?? '')) return null
  if (/^change\s/iu.test(clause) && !/^change (?:the )?name of/iu.test(clause)) return null
  const { noun = '', from = '', to = '' } = found
  const isColumn = /^(?:column|field)/iu.test(noun) || /\b(?:column|field)\b/iu.test(from) || within !== null
  const whole = isColumn || from.includes('.') ? null : (tableAt(scene, from) ?? tableAt(scene, from, VIEWS))
  if (whole !== null || /^(?:table|view)/iu.test(noun)) {
    const table = whole ?? needTable(scene, from, { exactly: true })
    const name = written(scene, to.replace(/^(?:the table\s+)/iu, ''), 'table')
    const taken = scene.catalog.tables.find(
      other =>
        other !== table && other.schema === table.schema && other.name.toLowerCase() === name.toLowerCase(),
    )
    if (taken !== undefined) throw new Doubt(`There is a ${taken.name} already.`)
    return [{ kind: 'RENAME_TABLE', table, to: name }]
  }
  const place = needPlace(scene, from, within)
  const name = written(scene, to.replace(/^.+\.(?=[^.]+$)/u, ''), 'column', place.table)
  const taken = place.table.columns.find(
    other => other !== place.column && other.name.toLowerCase() === name.toLowerCase(),
  )
  if (taken !== undefined) throw new Doubt(`${place.table.name} has a column ${taken.name} already.`)
  return [{ kind: 'RENAME_COLUMN', ...place, to: name }]
}

function written(scene: Scene, words: string, what: 'table' | 'column', table = scene.lastTable): string {
  if (scene.text.isQuoted(words)) return scene.text.plain(words)
  const { tables } = scene.catalog
  return newName(words, what === 'table' ? tableStyle(tables) : columnStyle(table, tables))
}

/** `alter table customers rename …`, `in customers, rename …`: what comes after the table. */
export function withoutLeadingTable(clause: string, scene: Scene): string {
  const alter = groupsOf(
    clause,
    /^(?:(?:alter|modify|change|update)\s+(?:the\s+)?table|in|on|for|to)\s+(?<rest>.+)$/iu,
  )
  if (alter === null) return clause
  const found = leadingTable(scene, alter.rest ?? '')
  const verb =
    found === null
      ? null
      : /^\s*,?\s*(?:and\s+|by\s+|to\s+)?(?<rest>(?:please\s+)?(?:add|drop|rename|remove|make|set|change|alter|index|create|adding|delete)\b.*)$/iu.exec(
          found.rest,
        )
  if (found === null) return clause
  if (found.rest.trim() === '' && /^(?:in|on|for|to)\s/iu.test(clause)) {
    scene.lastTable = found.table
    return ''
  }
  if (verb === null) return clause
  scene.lastTable = found.table
  return (verb.groups?.rest ?? '').replace(/^adding\b/iu, 'add')
}
