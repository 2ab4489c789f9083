import { inPlaces } from '../corpus.ts'
import type { CorpusStatement, Expression } from '../corpus.ts'
import { POSTGRES_PLACES } from './places.ts'
import { POSTGRES_STATEMENTS } from './harmful-statements.ts'
import { POSTGRES_UNUSUAL } from './unusual-statements.ts'

/** One for each way by which an expression can do more than read. */
const EXPRESSIONS: readonly Expression[] = [
  { name: 'reads a file', text: `pg_read_file('/tmp/secret.txt')` },
  { name: 'waits', text: 'pg_sleep(0.01)' },
  { name: 'keeps a lock', text: 'pg_try_advisory_lock(7)' },
  { name: 'changes a setting', text: `pg_catalog.set_config('work_mem', '1MB', false)` },
  { name: 'moves a sequence', text: `nextval('numbers')` },
  { name: 'makes a large object', text: `lo_from_bytea(0, 'x')` },
  { name: 'runs SQL in a string', text: `query_to_xml('select leave_trace(''x'')', false, false, '')` },
  { name: 'reads a table by its name in a string', text: `table_to_xml('pg_authid', false, false, '')` },
  { name: 'calls a function of a user', text: `leave_trace('call')` },
  { name: 'calls one that claims to be stable', text: `public.stable_trace('stable')` },
  { name: 'calls a function in the form of a field', text: `('/tmp/secret.txt').pg_read_file` },
  {
    name: 'calls a function of a value in FROM',
    text: `(select x.pg_read_file from unnest(array['/tmp/secret.txt']) x)`,
  },
  { name: 'casts in the form of a field', text: `('x'::text).traced` },
  { name: 'casts to a domain that is checked by code', text: `'x'::traced` },
  { name: 'casts by code', text: `'(1,2)'::pair::json` },
  { name: 'uses an operator of a user', text: `('a' === 'b')` },
  { name: 'looks a function up', text: `'pg_read_file(text)'::regprocedure::oid` },
  { name: 'opens a connection', text: `dblink_connect('host=127.0.0.1')` },
  { name: 'reads a view with code behind it', text: '(select max(v.note) from over_traced v)' },
  { name: 'reads passwords', text: '(select max(s.passwd) from pg_shadow s)' },
  { name: 'reads passwords through a view', text: '(select max(l.rolpassword) from logins l)' },
  { name: 'runs a program through a table', text: '(select f.line from host_file f limit 1)' },
]

export const POSTGRES_HARMFUL: readonly CorpusStatement[] = [
  ...inPlaces(POSTGRES_PLACES, EXPRESSIONS),
  ...POSTGRES_STATEMENTS,
  ...POSTGRES_UNUSUAL,
]
