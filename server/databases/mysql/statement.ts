import type { Connection } from 'mysql2'
import type { ReadBatch, ReadBounds } from '../database.ts'
import { NO_ROWS } from '../encoded-rows.ts'
import type { ByteWatch } from './byte-watch.ts'
import type { Field } from './field.ts'
import { createRowEncoder } from './row-encoder.ts'
import type { RowEncoder } from './row-encoder.ts'

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
  /** At least one row when there is one; a failure comes after the rows before it. One call at a time. */
  fetch(bounds: ReadBounds): Promise<ReadBatch>
  /** Executes it without taking a row. @returns its columns */
  start(): Promise<readonly Field[]>
  /** The server is at work on it, or waits for us to take more rows. */
  isExecuting(): boolean
  /** Nothing more comes, for this reason if none is known yet. */
  fail(reason: Error): void
}

/** What the driver's types leave out of its prepared statements. */
interface DriverStatement {
  columns: readonly Field[]
  parameters: readonly unknown[]
  execute(parameters: readonly unknown[]): Execution
}
/** Where the driver's own row parser is made, which would make values of all cells; `cells.test.ts` holds it to that. */
interface Execution {
  buildParserFromFields: (fields: readonly Field[]) => new () => { next(packet: DriverPacket): void }
  on(event: 'error', listener: (error: Error) => void): this
  on(event: 'end', listener: () => void): this
}
/** A row from `offset` to `end`. The driver uses one packet for all rows. */
interface DriverPacket {
  buffer: Buffer
  offset: number
  end: number
}

/** COM_STMT_PREPARE: the server parses the text, of exactly one statement, and looks up its names. Rejects as the driver does. */
export function prepare(connection: Connection, text: string, watch: ByteWatch): Promise<PreparedStatement> {
  return new Promise((resolve, reject) => {
    connection.prepare(text, (error, prepared) => {
      if (error) return reject(error)
      const statement = prepared as unknown as DriverStatement
      resolve({
        fields: statement.columns,
        parameterCount: statement.parameters.length,
        openRows: () => createRowStream(connection, () => statement.execute([]), watch),
        close: () => void connection.unprepare(text),
      })
    })
  })
}

function createRowStream(connection: Connection, execute: () => Execution, watch: ByteWatch): RowStream {
  let state: 'new' | 'executing' | 'ended' = 'new'
  let encoder: RowEncoder | null = null
  // The first row, when nobody has asked for it, pauses the connection and waits for the first fetch.
  let bounds: ReadBounds = { maxRows: 0, maxBytes: 0 }
  let failure: Error | null = null
  let settle: () => void = () => undefined

  function isFull(): boolean {
    return (
      encoder !== null && (encoder.rowCount() >= bounds.maxRows || encoder.byteCount() >= bounds.maxBytes)
    )
  }

  function start(onFields: (fields: readonly Field[]) => void = () => undefined): void {
    state = 'executing'
    const execution = execute()
    if (!('buildParserFromFields' in execution)) throw new TypeError('mysql2 makes its row parser elsewhere')
    execution.buildParserFromFields = fields => {
      const rows = createRowEncoder(fields)
      encoder = rows
      onFields(fields)
      return class {
        next({ buffer, offset, end }: DriverPacket): void {
          if (!watch.progress(end - offset)) return
          rows.add(buffer, offset, end)
          if (!isFull()) return
          connection.pause()
          settle()
        }
      }
    }
    execution
      .on('error', error => {
        failure ??= error
      })
      .on('end', () => {
        state = 'ended'
        settle()
      })
  }

  function take(): ReadBatch | null {
    const rows = encoder?.take() ?? NO_ROWS
    if (rows.count === 0 && failure !== null) return null
    return { rows, done: state === 'ended' && failure === null }
  }

  return {
    isExecuting: () => state === 'executing',
    fail(reason) {
      failure ??= reason
      state = 'ended'
      settle()
    },
    start() {
      return new Promise((resolve, reject) => {
        settle = () => (failure === null ? resolve([]) : reject(failure))
        start(resolve)
      })
    },
    fetch(wanted) {
      bounds = wanted
      return new Promise((resolve, reject) => {
        settle = () => {
          settle = () => undefined
          const batch = take()
          if (batch === null) reject(failure ?? new Error('no rows and no reason'))
          else resolve(batch)
        }
        if (state === 'new') start()
        else if (state === 'executing' && !isFull()) connection.resume()
        else settle()
      })
    },
  }
}
