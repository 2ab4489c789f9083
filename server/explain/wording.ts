import pluralize from 'pluralize'
import type { Cell, ResultColumn } from '../domain.ts'
import type { ColumnRole } from './column-role.ts'
import { columnWords } from './column-role.ts'
import type { ColumnFacts, ResultDigest } from './result-digest.ts'
import { showValue } from './show-value.ts'

/** A column of a result with all that a sentence needs of it. */
export interface ToldColumn {
  /** In words, e.g. `unit price`; null where the engine made up the name or another column has the same. */
  label: string | null
  role: ColumnRole
  facts: ColumnFacts
}

export function toldColumns(columns: readonly ResultColumn[], digest: ResultDigest): readonly ToldColumn[] {
  const labels = columns.map(column => labelOf(column.name))
  return digest.columns.map((facts, at) => {
    const label = labels[at] ?? null
    const single = labels.indexOf(label) === labels.lastIndexOf(label)
    return { label: single ? label : null, role: facts.role, facts }
  })
}

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  avg: 'average',
  min: 'lowest',
  max: 'highest',
  num: 'number of',
  qty: 'quantity',
  id: 'ID',
}

function labelOf(name: string): string | null {
  const words = columnWords(name)
  return words.length === 0
    ? null
    : words
        .map(word => ABBREVIATIONS[word] ?? word)
        .join(' ')
        .slice(0, 60)
}

export function countOf(count: number, noun: string): string {
  return `${withThousands(count)} ${pluralize(noun, count)}`
}

export function withThousands(count: number): string {
  return showValue(count, 'measure')
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

/** The labels of an extreme, e.g. `Germany`, `Germany and the others`. */
export function labelsInWords(labels: readonly Cell[], rows: number, role: ColumnRole): string {
  const shown = labels.map(label => (label === null ? 'no value' : showValue(label, role)))
  const rest = rows - labels.length
  return inWords(rest > 0 ? [...shown, `${withThousands(rest)} more`] : shown)
}

export function sentence(text: string): string {
  const first = Array.from(text)[0] ?? ''
  const closed = /[.!?…]$/.test(text) ? text : `${text}.`
  return first.toUpperCase() + closed.slice(first.length)
}
