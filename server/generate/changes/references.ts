import type { OnDelete, Reference } from './change.ts'
import { Doubt } from './doubt.ts'
import { needColumn, needTable } from './scene.ts'
import type { Scene } from './scene.ts'

/** `customers`, `customers(id)` or `customers.id`. */
export function readReference(scene: Scene, words: string, onDelete: string | null): Reference {
  const [, tableWords = words, columnWords] =
    /^(.+?)\s*\(\s*([^)]+?)\s*\)$/u.exec(words) ?? /^([^.\s]+)\.([^.\s]+)$/u.exec(words) ?? []
  const table = needTable(scene, tableWords)
  const action = onDeleteOf(onDelete)
  if (columnWords !== undefined)
    return { table, columns: [needColumn(scene, table, columnWords).name], onDelete: action }
  if (table.primaryKey.length === 1) return { table, columns: table.primaryKey, onDelete: action }
  throw new Doubt(
    table.primaryKey.length === 0
      ? `${table.name} has no primary key that could be referenced.`
      : `The primary key of ${table.name} has several columns; write the reference as SQL.`,
  )
}

export function onDeleteOf(words: string | null): OnDelete | null {
  if (words === null) return null
  const text = words.toLowerCase()
  if (text.includes('cascade')) return 'CASCADE'
  if (text.includes('null')) return 'SET NULL'
  return text.includes('restrict') ? 'RESTRICT' : 'NO ACTION'
}
