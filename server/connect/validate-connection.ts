import type { ConnectionInput, Engine, FieldProblem } from '../domain.ts'
import { inputInvalid } from './input-invalid.ts'
import { readServerName, readVisibleLine, withoutPassword } from './input-text.ts'
import type { Read } from './input-text.ts'
import { readHost } from './read-host.ts'

const MAX_NAME = 100
/** PostgreSQL takes 63 bytes and MySQL 64 characters; what stands in between may take more. */
const MAX_SERVER_NAME = 128
const MAX_PASSWORD = 1000

export interface EngineDefaults {
  engine: Engine
  defaultPort: number
}

/** As it will be kept; INPUT_INVALID with one message for each wrong field. Says nothing of whether it works. */
export function validateConnection(
  input: ConnectionInput,
  { engines }: { engines: readonly EngineDefaults[] },
): ConnectionInput {
  const fields: FieldProblem[] = []
  const take = <T>(field: keyof ConnectionInput, read: Read<T>, otherwise: T): T => {
    if ('value' in read) return read.value
    fields.push({ field, message: read.problem })
    return otherwise
  }
  const { engine, environment, tls, privacy } = input
  const known = engines.find(candidate => candidate.engine === engine)
  const valid: ConnectionInput = {
    name: take('name', withoutPassword(readVisibleLine(input.name, 'the name', MAX_NAME), 'the name'), ''),
    engine: take('engine', known ? { value: engine } : notOffered(engines), engine),
    environment,
    host: take('host', readHost(input.host), ''),
    port: take('port', readPort(input.port, known?.defaultPort), 0),
    database: take('database', readName(input.database, "the database's name"), ''),
    username: take('username', readName(input.username, 'the user name'), ''),
    password: take('password', readPassword(input.password), ''),
    tls,
    privacy,
  }
  if (fields.length > 0) throw inputInvalid('The connection', fields)
  return valid
}

/** It goes on record and is shown to all who may see the connection. */
function readName(text: string, what: string): Read<string> {
  return withoutPassword(readServerName(text, what, MAX_SERVER_NAME), what)
}

function readPort(port: number, usual: number | undefined): Read<number> {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return { value: port }
  const example = usual === undefined ? '' : `, usually ${usual}`
  return { problem: `A port is a whole number from 1 to 65535${example}` }
}

/** Every character counts, spaces around it too. */
function readPassword(password: string): Read<string> {
  if (/\0|\p{Cs}/u.test(password)) return { problem: 'The password holds characters that no server takes' }
  return password.length <= MAX_PASSWORD
    ? { value: password }
    : { problem: `The password can have ${MAX_PASSWORD} characters at most` }
}

function notOffered(engines: readonly EngineDefaults[]): { problem: string } {
  return { problem: `Not supported here; choose ${engines.map(({ engine }) => engine).join(' or ')}` }
}
