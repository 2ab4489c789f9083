/** The form of a connection, as typed: what is chosen and typed, what follows from it, and what it says to the server. */
import type {
  ConnectionDetailsFragment,
  ConnectionInput,
  Engine,
  Environment,
  PrivacyLevel,
  TlsMode,
} from '../../graphql/generated/graphql.ts'
import { DEFAULT_PORTS } from './parse-connection-url.ts'
import type { ConnectionUrl } from './parse-connection-url.ts'

export interface ConnectionDraft {
  name: string
  engine: Engine
  /** Chosen on purpose: nobody's default. */
  environment: Environment | null
  host: string
  port: string
  database: string
  username: string
  password: string
  tls: TlsMode
  privacy: PrivacyLevel
}

export type DraftField = keyof ConnectionDraft
export type FieldMessages = Partial<Record<DraftField, string>>

/** From top to bottom: the first one with a message gets the focus. */
export const DRAFT_FIELDS: readonly DraftField[] = [
  'name',
  'environment',
  'engine',
  'host',
  'port',
  'database',
  'username',
  'password',
  'tls',
  'privacy',
]

export type DraftAction =
  | { type: 'filled'; values: Partial<ConnectionDraft> }
  | { type: 'engine chosen'; engine: Engine }
  | { type: 'pasted'; found: ConnectionUrl }

export const EMPTY_DRAFT: ConnectionDraft = {
  name: '',
  engine: 'POSTGRES',
  environment: null,
  host: '',
  port: String(DEFAULT_PORTS.POSTGRES),
  database: '',
  username: '',
  password: '',
  tls: 'PREFER',
  privacy: 'CATALOG',
}

/** The saved one, but for its password, which is never read back. */
export function draftOf(connection: ConnectionDetailsFragment): ConnectionDraft {
  const { name, engine, environment, host, port, database, username, tls, privacy } = connection
  const password = ''
  return { name, engine, environment, host, port: String(port), database, username, password, tls, privacy }
}

export function draftReducer(draft: ConnectionDraft, action: DraftAction): ConnectionDraft {
  switch (action.type) {
    case 'filled':
      return { ...draft, ...action.values }
    case 'engine chosen': {
      // A port that somebody has typed stays; the usual one of the other engine follows.
      const usual = draft.port === '' || draft.port === String(DEFAULT_PORTS[draft.engine])
      const port = usual ? String(DEFAULT_PORTS[action.engine]) : draft.port
      return { ...draft, engine: action.engine, port }
    }
    case 'pasted': {
      const { engine, host, port, database, username, password, tls } = action.found
      return {
        ...draft,
        engine,
        port: String(port),
        name: draft.name === '' ? (database ?? '') : draft.name,
        host: host ?? draft.host,
        database: database ?? draft.database,
        username: username ?? draft.username,
        password: password ?? draft.password,
        tls: tls ?? draft.tls,
      }
    }
  }
}

/** What is missing before anybody needs to be asked; the server has the last word. */
export function messagesFor(draft: ConnectionDraft): FieldMessages {
  const messages: FieldMessages = {}
  if (draft.name.trim() === '') messages.name = 'Enter the name'
  if (draft.environment === null) messages.environment = 'Choose what is at stake in this database'
  return { ...messages, ...messagesForTarget(draft) }
}

/** The same for a test, which needs no name and no environment. */
export function messagesForTarget(draft: ConnectionDraft): FieldMessages {
  const messages: FieldMessages = {}
  if (draft.host.trim() === '') messages.host = 'Enter the host, for example db.example.com'
  if (!/^\s*\d{1,5}\s*$/.test(draft.port))
    messages.port = `A port is a whole number from 1 to 65535, usually ${DEFAULT_PORTS[draft.engine]}`
  if (draft.database.trim() === '') messages.database = "Enter the database's name"
  if (draft.username.trim() === '') messages.username = 'Enter the user name'
  return messages
}

export function inputOf(draft: ConnectionDraft & { environment: Environment }): ConnectionInput {
  return { ...draft, port: Number(draft.port) }
}

/** A test saves nothing: a name and an environment that are not there yet are stood in for. */
export function testInputOf(draft: ConnectionDraft): ConnectionInput {
  const name = draft.name.trim() === '' ? 'Not named yet' : draft.name
  return inputOf({ ...draft, name, environment: draft.environment ?? 'DEVELOPMENT' })
}

const TARGET: readonly DraftField[] = [
  'engine',
  'environment',
  'host',
  'port',
  'database',
  'username',
  'password',
  'tls',
]

/** Whether what a test said of one still holds for the other. */
export function hasSameTarget(one: ConnectionDraft, other: ConnectionDraft): boolean {
  return TARGET.every(field => one[field] === other[field])
}

export function isChanged(draft: ConnectionDraft, initial: ConnectionDraft): boolean {
  return DRAFT_FIELDS.some(field => draft[field] !== initial[field])
}

const TLS_STRENGTH: Record<TlsMode, number> = { DISABLE: 0, PREFER: 1, REQUIRE: 2, VERIFY_FULL: 3 }

/** Whether the saved password still goes where it was given for; the server asks for it again otherwise. */
export function keepsPassword(draft: ConnectionDraft, saved: ConnectionDraft): boolean {
  const same = (['engine', 'host', 'port', 'username'] as const).every(field => draft[field] === saved[field])
  return same && TLS_STRENGTH[draft.tls] >= TLS_STRENGTH[saved.tls]
}

/** The messages that belong under fields of this form; the rest is for the form as a whole. */
export function messagesFrom(fields: readonly { field: string; message: string }[]): FieldMessages {
  const known = fields.flatMap(({ field, message }) => {
    const name = DRAFT_FIELDS.find(candidate => candidate === field.split('.').at(-1))
    return name === undefined ? [] : [[name, message] as const]
  })
  return Object.fromEntries(known)
}
