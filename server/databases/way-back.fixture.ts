/** Changes and their way back, on a copy of a database: the same for every engine. */
import { expect } from 'vitest'
import type { RollbackClass } from '../domain.ts'
import type { Rollback, Shadow, Structure, StructureObject } from './schema-changes.ts'

export interface UndoneChange {
  up: readonly string[]
  class: RollbackClass
  /** Of the words that have to be said. */
  note?: string | RegExp
}

export const change =
  (loss: RollbackClass, note?: string | RegExp) =>
  (...up: readonly string[]): UndoneChange =>
    note === undefined ? { up, class: loss } : { up, class: loss, note }
export const lossless = change('LOSSLESS')
export const losesNew = change('LOSES_NEW_DATA')
export const structureOnly = change('STRUCTURE_ONLY')

interface Engine {
  openShadow(): Promise<Shadow>
  writeRollback(before: Structure, after: Structure): Rollback
  transactional: boolean
  /** What has to be as it was before. */
  compared: readonly (keyof StructureObject)[]
}

/** One copy for many changes: what fails leaves the next one a copy that is whole. */
export async function openUndone({ openShadow, writeRollback, transactional, compared }: Engine) {
  let shadow = await openShadow()
  const comparable = ({ objects }: Structure) =>
    Object.fromEntries(
      objects
        .map(object => [object.id, compared.map(part => object[part])] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )

  return {
    read: () => shadow.readStructure(),
    close: () => shadow.close(),
    async reopen() {
      await shadow.close()
      shadow = await openShadow()
    },
    async run(statements: readonly string[]) {
      for (const sql of statements) {
        await shadow.run({ sql, transactional })
        // Outside of a transaction the next statement is measured from here on.
        if (!transactional) await shadow.readStructure()
      }
    },
    async expectLeadsBack({ up, class: loss, note }: UndoneChange) {
      const before = await this.read()
      let back
      try {
        await this.run(up)
        back = writeRollback(before, await this.read())
        await this.run(back.statements.map(({ sql }) => sql))
        expect(comparable(await this.read())).toEqual(comparable(before))
      } catch (error) {
        await this.reopen()
        throw error
      }
      expect(back.class).toBe(loss)
      if (note !== undefined) expect(back.notes.join(' ')).toMatch(note)
    },
  }
}
