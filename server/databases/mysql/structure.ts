import { AppError } from '../../errors.ts'
import type { Row } from '../../domain.ts'
import { plainTextOf, textOf } from '../cell-text.ts'
import { stateOf } from '../failure.ts'
import type { Structure, StructureObject } from '../schema-changes.ts'
import { quoteIdentifier, quoteName } from './quote.ts'
import type { ServerIdentity } from './server-identity.ts'
import { serverTraits, TRAIT_SETTINGS } from './server-traits.ts'
import { tokensOf } from './sql-names.ts'
import { toObject, unwrapped } from './structure-list.ts'
import * as queries from './structure-queries.ts'
import { tableObjects } from './structure-tables.ts'

/** What reading takes of a session; see `transaction.ts` and `change-session.ts` for its settings. */
export interface StructureReader {
  server: ServerIdentity
  query(text: string): Promise<readonly Row[]>
  prepare(text: string): Promise<{ close(): void }>
}

const HIDDEN = '(not shown to this login)'

/**
 * All of one database, in the server's own words: SHOW CREATE, one statement for each table, view, routine and event, as
 * no catalog tells them whole. What the login may not see the making of is there without it. Not covered: accounts,
 * tablespaces, servers and plugins, which are the server's.
 */
export async function readStructure(session: StructureReader): Promise<Structure> {
  const relations = await session.query(queries.RELATIONS_QUERY)
  const [[database] = []] = await session.query('select database()')
  const objects: StructureObject[] = []
  const views: { name: string; create: string; broken: boolean }[] = []
  for (const [name = '', type = ''] of relations.map(row => row.map(textOf))) {
    if (type === 'VIEW') {
      // A view that reads what is not there is printed with the name of the database.
      const create = (await show(session, 'view', name)).replaceAll(`\`${textOf(database)}\`.`, '')
      views.push({ name, create, broken: await isBroken(session, name) })
    } else if (type === 'SEQUENCE') objects.push(sequenceOf(name, await show(session, 'sequence', name)))
    else {
      const create = await show(session, 'table', name)
      if (create !== '') objects.push(...tableObjects(name, create))
    }
  }
  const names = new Map(
    relations.map(([name, type]) => [
      textOf(name),
      `${type === 'VIEW' ? 'VIEW' : 'TABLE'} ${quoteIdentifier(textOf(name))}`,
    ]),
  )
  const mentioned = (sql: string, self: string) => [
    ...new Set(
      tokensOf(sql).flatMap(({ name }) => (name !== null && name !== self && names.get(name)) || []),
    ),
  ]
  for (const view of views) objects.push(viewOf(view, mentioned(view.create, view.name)))
  for (const row of await session.query(queries.TRIGGERS_QUERY)) objects.push(triggerOf(row, mentioned))
  for (const [name, type] of await session.query(queries.ROUTINES_QUERY)) {
    const kind = textOf(type) === 'FUNCTION' ? 'function' : 'procedure'
    const create = await show(session, kind, textOf(name), 2)
    objects.push(routineOf(textOf(name), kind.toUpperCase(), create, mentioned(create, textOf(name))))
  }
  for (const [name] of await session.query(queries.EVENTS_QUERY)) {
    const create = await show(session, 'event', textOf(name), 3)
    objects.push(eventOf(textOf(name), create, mentioned(create, textOf(name))))
  }
  for (const [table, grantee, privileges, grantable] of await session.query(queries.GRANTS_QUERY)) {
    const on = names.get(textOf(table))
    const name = `${quoteIdentifier(textOf(table))} to ${textOf(grantee)}${/\(/.test(textOf(privileges)) ? ' (columns)' : ''}`
    if (on?.startsWith('TABLE ') === true)
      objects.push(
        toObject({
          kind: 'GRANT',
          name,
          partOf: on,
          definition: `${textOf(privileges)}${grantable === 'YES' ? ' with grant option' : ''}`,
        }),
      )
  }
  const known = new Set(objects.map(({ id }) => id))
  const [settings = []] = await session.query(
    `select ${queries.SETTINGS.map(name => (name.endsWith('_database') ? `@@session.${name}` : `@@global.${name}`)).join(', ')}`,
  )
  const traitSettings = await session.query(
    `show global variables where variable_name in (${TRAIT_SETTINGS.map(name => `'${name}'`).join(', ')})`,
  )
  const { product, version, versionNumber } = session.server
  return {
    objects: objects.map(object => ({ ...object, needs: object.needs.filter(id => known.has(id)) })),
    serverVersion: `${product} ${version}`,
    serverVersionNumber: versionNumber,
    settings: Object.fromEntries(queries.SETTINGS.map((name, at) => [name, plainTextOf(settings[at])])),
    traits: serverTraits(
      session.server,
      new Map(traitSettings.map(([name, value]) => [textOf(name).toLowerCase(), plainTextOf(value)])),
    ),
  }
}

/** @param column of the answer that holds the statement; an empty text for what is gone by now */
async function show(session: StructureReader, kind: string, name: string, column = 1): Promise<string> {
  try {
    const [row] = await session.query(`show create ${kind} ${quoteIdentifier(name)}`)
    return row?.[column] == null ? HIDDEN : textOf(row[column])
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'DATABASE_PERMISSION_DENIED') return HIDDEN
    if (error.code === 'DATABASE_STATEMENT_FAILED') return ''
    throw error
  }
}

/** Nothing is executed. A login that may not read what it reads cannot tell. */
async function isBroken(session: StructureReader, view: string): Promise<boolean> {
  try {
    const statement = await session.prepare(`select 1 from ${quoteIdentifier(view)}`)
    statement.close()
    return false
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'DATABASE_CONNECTION_LOST') throw error
    return stateOf(error) === '1356'
  }
}

const shown = (create: string) => create !== HIDDEN && create !== ''

function sequenceOf(name: string, create: string): StructureObject {
  const definition = unwrapped(create)
  return toObject({
    kind: 'SEQUENCE',
    name: quoteIdentifier(name),
    definition,
    parts: { create: definition },
  })
}

function viewOf(
  { name, create, broken }: { name: string; create: string; broken: boolean },
  needs: readonly string[],
): StructureObject {
  return toObject({
    kind: 'VIEW',
    name: quoteIdentifier(name),
    definition: create,
    needs,
    valid: !broken,
    parts: { create: shown(create) ? create : null },
  })
}

function triggerOf(row: Row, mentioned: (sql: string, self: string) => readonly string[]): StructureObject {
  const [name = '', event = '', table = '', body = '', timing = '', order = '', definer = ''] =
    row.map(plainTextOf)
  const [user = '', host = ''] = definer.split(/@(?=[^@]*$)/)
  const head = `TRIGGER ${quoteIdentifier(name)} ${timing} ${event} ON ${quoteIdentifier(table)} FOR EACH ROW ${body}`
  return toObject({
    kind: 'TRIGGER',
    name: quoteIdentifier(name),
    partOf: `TABLE ${quoteIdentifier(table)}`,
    definition: `${order} ${definer} ${head}`,
    needs: mentioned(body, table),
    parts: { table, body, create: `CREATE DEFINER=${quoteName(user)}@${quoteName(host)} ${head}` },
  })
}

function routineOf(name: string, word: string, create: string, needs: readonly string[]): StructureObject {
  return toObject({
    kind: 'FUNCTION',
    name: `${word === 'PROCEDURE' ? 'procedure ' : ''}${quoteIdentifier(name)}`,
    definition: create,
    needs,
    parts: { word, sql: quoteIdentifier(name), create: shown(create) ? create : null },
  })
}

/** When it began is the moment of its making where nobody has said. */
function eventOf(name: string, create: string, needs: readonly string[]): StructureObject {
  return toObject({
    kind: 'EVENT',
    name: quoteIdentifier(name),
    definition: create.replace(/ STARTS '[^']*'/, ''),
    needs,
    parts: { create: shown(create) ? create : null },
  })
}
