import type { Connection } from 'mysql2'
import type { RowPortion } from '../encoded-rows.ts'
import type { Row } from '../../domain.ts'
import { failed, TOO_MUCH_DATA } from '../failure.ts'
import { createRowReader } from './cells.ts'
import { readAsBytes, typeOf } from './field.ts'
import type { Field } from './field.ts'

/** In one portion. A row says with next to no bytes how many cells it has. */
const MAX_CELLS = 8_000_000

export interface PreparedStatement {
  /** Empty for a statement that returns no rows, and on some servers for SHOW and EXPLAIN. */
  fields: readonly Field[]
  parameterCount: number
  /** Executes it at the first fetch. Once. */
  openRows(): RowStream
  /** Has the server forget it. Not while it is executed. */
  close(): void
}

/** The rows of one execution as they come in; the socket is paused while nobody fetches. */
export interface RowStream {
  /** At most `maxRows`, and done when no row is left. One call at a time. */
  fetch(maxRows: number): Promise<RowPortion>
  /** Executes it without taking a row. @returns its columns */
  start(): Promise<readonly Field[]>
  /** The server is at work on it, or waits for us to take more rows. */
  isExecuting(): boolean
}

/** What the driver's types leave out of its prepared statements. */
interface DriverStatement {
  columns: readonly Field[]
  parameters: readonly unknown[]
  execute(parameters: readonly unknown[]): Execution
}
interface Execution {
  on(event: 'fields', listener: (fields: readonly Field[] | undefined) => void): this
  on(event: 'result', listener: (values: readonly unknown[]) => void): this
  on(event: 'error', listener: (error: Error) => void): this
  on(event: 'end', listener: () => void): this
}

/** COM_STMT_PREPARE: the server parses the text, of exactly one statement, and looks up its names. Rejects as the driver does. */
export function prepare(connection: Connection, text: string): Promise<PreparedStatement> {
  return new Promise((resolve, reject) => {
    connection.prepare(text, (error, prepared) => {
      if (error) return reject(error)
      const statement = prepared as unknown as DriverStatement
      resolve({
        fields: statement.columns,
        parameterCount: statement.parameters.length,
        openRows: () => createRowStream(connection, () => statement.execute([])),
        close: () => void connection.unprepare(text),
      })
    })
  })
}

function createRowStream(connection: Connection, execute: () => Execution): RowStream {
  let state: 'new' | 'executing' | 'ended' = 'new'
  let rows: Row[] = []
  let wanted = 0
  let failure: Error | null = null
  let settle: () => void = () => undefined

  function start(onFields: (fields: readonly Field[]) => void = () => undefined): void {
    state = 'executing'
    let read: ((values: readonly unknown[]) => Row) | null = null
    execute()
      .on('fields', fields => {
        if (fields === undefined) return
        read = createRowReader(fields)
        onFields(fields)
        // The driver builds its row parser after this event.
        for (const field of fields) if (/GEOMETRY|VECTOR/.test(typeOf(field))) readAsBytes(field)
      })
      .on('result', values => {
        if (read === null) return
        rows.push(read(values))
        if (rows.length * values.length > MAX_CELLS) {
          failure = failed(TOO_MUCH_DATA, 'cells')
          connection.destroy()
          return settle()
        }
        if (rows.length < wanted) return
        connection.pause()
        settle()
      })
      .on('error', error => {
        failure = error
      })
      .on('end', () => {
        state = 'ended'
        settle()
      })
  }

  return {
    isExecuting: () => state === 'executing',
    start() {
      return new Promise((resolve, reject) => {
        settle = () => (failure === null ? resolve([]) : reject(failure))
        // The first row, which nobody has asked for, pauses the connection and waits for the first fetch.
        start(resolve)
      })
    },
    fetch(maxRows) {
      return new Promise((resolve, reject) => {
        settle = () => {
          const batch = { rows, done: state === 'ended' }
          rows = []
          settle = () => undefined
          if (failure === null) resolve(batch)
          else reject(failure)
        }
        wanted = maxRows
        if (rows.length >= maxRows && state === 'executing') settle()
        else if (state === 'new') start()
        else if (state === 'executing') connection.resume()
        else settle()
      })
    },
  }
}
