import { inPlaces } from '../corpus.ts'
import type { CorpusStatement, Expression } from '../corpus.ts'
import { MYSQL_STATEMENTS } from './harmful-statements.ts'
import { MYSQL_PLACES } from './places.ts'
import { MYSQL_UNUSUAL } from './unusual-statements.ts'

/** One for each way by which an expression can do more than read. */
const EXPRESSIONS: readonly Expression[] = [
  { name: 'waits', text: 'sleep(0.01)' },
  { name: 'waits, in quotes', text: '`sleep`(0.01)' },
  { name: 'waits, behind a comment', text: 'sleep /* x */ (0.01)' },
  { name: 'burns time', text: 'benchmark(10, md5(1))' },
  { name: 'keeps a lock', text: `get_lock('made', 0)` },
  { name: 'reads a file', text: `load_file('/tmp/secret.txt')` },
  { name: 'sets a variable', text: '@made := 1' },
  { name: 'reads a setting', text: '@@datadir' },
  { name: 'keeps a number in the session', text: 'last_insert_id(7)' },
  { name: 'calls a function of a user', text: `leave_trace('call')` },
  { name: 'calls one under a built-in name, in quotes', text: "`left`('x', 1)" },
  { name: 'is code in a comment', text: `1 /*!50000 + sleep(0.01) */` },
  { name: 'is code in a comment for one server', text: `1 /*M! + sleep(0.01) */` },
  { name: 'reads a view with code behind it', text: '(select max(v.note) from over_traced v)' },
  { name: 'reads accounts', text: '(select max(u.user) from mysql.user u)' },
  { name: 'reads accounts through a view', text: '(select max(l.user) from logins l)' },
  { name: 'reads what others run', text: '(select max(p.info) from information_schema.processlist p)' },
]

export const MYSQL_HARMFUL: readonly CorpusStatement[] = [
  ...inPlaces(MYSQL_PLACES, EXPRESSIONS),
  ...MYSQL_STATEMENTS,
  ...MYSQL_UNUSUAL,
]
