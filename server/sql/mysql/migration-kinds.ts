import type { MigrationKind } from '../migration.ts'
import type { Token } from './token.ts'

export interface KnownKind {
  kind: MigrationKind
  command: string
}

const OBJECTS = new Map<string, MigrationKind>([
  ['TABLE', 'STRUCTURE'],
  ['INDEX', 'STRUCTURE'],
  ['VIEW', 'STRUCTURE'],
  ['TRIGGER', 'STRUCTURE'],
  ['PROCEDURE', 'STRUCTURE'],
  ['FUNCTION', 'STRUCTURE'],
  ['EVENT', 'STRUCTURE'],
  ['SEQUENCE', 'STRUCTURE'],
  ['DATABASE', 'SERVER'],
  ['SCHEMA', 'SERVER'],
  ['USER', 'SERVER'],
  ['ROLE', 'SERVER'],
  ['SERVER', 'SERVER'],
  ['TABLESPACE', 'SERVER'],
  ['LOGFILE', 'SERVER'],
  ['INSTANCE', 'SERVER'],
  ['RESOURCE', 'SERVER'],
  ['PACKAGE', 'OPAQUE'],
])

/** Words between the verb and the kind of object, in any order; each may bring a value behind `=`. */
const BETWEEN = new Set([
  ...['OR', 'REPLACE', 'UNIQUE', 'FULLTEXT', 'SPATIAL', 'ONLINE', 'OFFLINE', 'IGNORE', 'TEMPORARY', 'UNDO'],
  ...['ALGORITHM', 'MERGE', 'TEMPTABLE', 'UNDEFINED', 'DEFINER', 'SQL', 'SECURITY', 'INVOKER', 'AGGREGATE'],
  ...['CURRENT_USER', 'CURRENT_ROLE'],
])

const VERBS = new Map<string, MigrationKind>([
  ['TRUNCATE', 'STRUCTURE'],
  // Accounts are the server's here, and what they may do with them.
  ['GRANT', 'SERVER'],
  ['REVOKE', 'SERVER'],
  ['ANALYZE', 'MAINTENANCE'],
  ['OPTIMIZE', 'MAINTENANCE'],
  ['CHECK', 'MAINTENANCE'],
  ['REPAIR', 'MAINTENANCE'],
  ['INSERT', 'DATA'],
  ['REPLACE', 'DATA'],
  ['UPDATE', 'DATA'],
  ['DELETE', 'DATA'],
  ['SELECT', 'QUERY'],
  ['WITH', 'OTHER'],
  ['VALUES', 'QUERY'],
  ['TABLE', 'QUERY'],
  ['SHOW', 'QUERY'],
  ['DESCRIBE', 'QUERY'],
  ['DESC', 'QUERY'],
  ['EXPLAIN', 'QUERY'],
  ['BEGIN', 'TRANSACTION'],
  ['START', 'TRANSACTION'],
  ['COMMIT', 'TRANSACTION'],
  ['ROLLBACK', 'TRANSACTION'],
  ['SAVEPOINT', 'TRANSACTION'],
  ['RELEASE', 'TRANSACTION'],
  ['XA', 'TRANSACTION'],
  ['SET', 'SESSION'],
  ['USE', 'SERVER'],
  ['LOCK', 'TRANSACTION'],
  ['UNLOCK', 'TRANSACTION'],
  ['FLUSH', 'SERVER'],
  ['RESET', 'SERVER'],
  ['KILL', 'SERVER'],
  ['PURGE', 'SERVER'],
  ['SHUTDOWN', 'SERVER'],
  ['INSTALL', 'SERVER'],
  ['UNINSTALL', 'SERVER'],
  ['CHANGE', 'SERVER'],
  ['STOP', 'SERVER'],
  ['BINLOG', 'SERVER'],
  ['IMPORT', 'SERVER'],
  ['CLONE', 'SERVER'],
  ['CALL', 'OPAQUE'],
  ['DO', 'OPAQUE'],
  ['PREPARE', 'OPAQUE'],
  ['EXECUTE', 'OPAQUE'],
  ['DEALLOCATE', 'OPAQUE'],
  ['HANDLER', 'OPAQUE'],
  ['LOAD', 'OPAQUE'],
])

/**
 * What a statement is, by the words that it begins with: in this language nothing that comes later can make another
 * statement of it. What is not listed is not taken.
 */
export function kindOf(tokens: readonly Token[]): KnownKind {
  const verb = tokens[0]?.word ?? ''
  if (verb === 'RENAME') {
    const object = tokens[1]?.word ?? ''
    return { kind: object.startsWith('TABLE') ? 'STRUCTURE' : 'SERVER', command: `RENAME ${object}`.trim() }
  }
  if (verb === 'SET') return { kind: isOfSession(tokens) ? 'SESSION' : 'SERVER', command: 'SET' }
  if (verb === 'CREATE' || verb === 'ALTER' || verb === 'DROP') {
    const object = objectOf(tokens)
    // A library of the server's, which then runs with all of its rights.
    if (object === 'FUNCTION' && tokens.some(({ word }) => word === 'SONAME'))
      return { kind: 'SERVER', command: `${verb} FUNCTION` }
    if (object === 'TEMPORARY') return { kind: 'OPAQUE', command: `${verb} TEMPORARY TABLE` }
    return { kind: OBJECTS.get(object) ?? 'OTHER', command: `${verb} ${object}`.trim() }
  }
  return { kind: VERBS.get(verb) ?? 'OTHER', command: verb }
}

/** One variable of the session's own after the other; MariaDB's SET STATEMENT runs something else, others are for all. */
function isOfSession(tokens: readonly Token[]): boolean {
  const words = tokens.map(({ word, text }) => (word === '' ? text.toUpperCase() : word))
  return !words.some(
    (word, at) =>
      /^@@GLOBAL\.|^@[^@]/.test(word) || ((at === 1 || words[at - 1] === ',') && FOR_OTHERS.has(word)),
  )
}

const FOR_OTHERS = new Set([
  ...[
    'GLOBAL',
    'PERSIST',
    'PERSIST_ONLY',
    'STATEMENT',
    'PASSWORD',
    'ROLE',
    'DEFAULT',
    'RESOURCE',
    'TRANSACTION',
  ],
])

/** `CREATE OR REPLACE DEFINER = 'a'@'b' VIEW` is about a view. */
function objectOf(tokens: readonly Token[]): string {
  let temporary = false
  for (const { kind, word } of tokens.slice(1, 20)) {
    if (OBJECTS.has(word)) return temporary ? 'TEMPORARY' : word
    if (word === 'TEMPORARY') temporary = true
    if (kind === 'WORD' && !BETWEEN.has(word)) return word
  }
  return ''
}
