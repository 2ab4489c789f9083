/**
 * What stops harmful SQL: every statement of the guard's own corpora goes to a PostgreSQL and a MariaDB made for it, as
 * administrator and as a login that can only read. First through the guard; then, as if there were none, straight to
 * the engine's wall (read-only transaction, one statement by protocol, limits, cleaned session). Prints what was
 * refused, what ran, and what had an effect; and how many of the harmless ones pass and run.
 * Usage: npx tsx bench/readonly.ts [--engine postgres|mysql] [--login administrator|reader] [--effects]
 *        npx tsx bench/readonly.ts --engine postgres --attacks FILE.jsonl --fixture FILE.sql [--support FILE.sql]
 * Each line of the former file has `sql`, `kind` and `dialect`. About ten minutes each engine.
 */
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CORPORA } from '../tests/guard-corpus/corpora.ts'
import type { Corpus } from '../tests/guard-corpus/corpora.ts'
import type { CorpusStatement } from '../tests/guard-corpus/corpus.ts'
import { openProductDoor } from '../tests/guard-corpus/product-door.ts'
import { splitScript } from '../tests/guard-corpus/split-script.ts'
import { differences, LOGINS } from '../tests/guard-corpus/throwaway.ts'
import type { LoginName, Throwaway } from '../tests/guard-corpus/throwaway.ts'
import { openTrials } from '../tests/guard-corpus/without-guard.ts'
import type { Trial } from '../tests/guard-corpus/without-guard.ts'

/** The worst comes last. */
const ENDS = ['guard', 'server', 'ran', 'effect'] as const
type End = (typeof ENDS)[number]
type Column = 'guard and wall' | LoginName
type Ends = Map<CorpusStatement, End>

const { values: options } = parseArgs({
  options: {
    ...{ engine: { type: 'string' }, login: { type: 'string' }, effects: { type: 'boolean' } },
    ...{ attacks: { type: 'string' }, fixture: { type: 'string' }, support: { type: 'string' } },
  },
})
const logins = LOGINS.filter(login => options.login === undefined || options.login === login)

// A test run removes what is left in such a folder when we are killed.
const folder = await mkdtemp(join(tmpdir(), `lovable-tests-${process.pid}-`))
await chmod(folder, 0o711)
try {
  for (const corpus of CORPORA)
    if (options.engine === undefined || options.engine === corpus.name)
      await score(await withForeignList(corpus))
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 20 })
}
// Sessions that a statement has broken may keep waiting for a server that is gone.
process.exit()

async function score(corpus: Corpus): Promise<void> {
  const complain = (problem: string) => console.log(`LEFT OUT: ${problem.slice(0, 200)}`)
  const server = await corpus.start({
    ...{ within: folder, shop: corpus.shop },
    ...(options.attacks === undefined ? {} : { complain }),
  })
  try {
    const together: Ends = new Map()
    const columns = new Map<Column, Ends>([['guard and wall', together]])
    for (const login of logins) {
      await throughTheDoor(server, login, corpus, together)
      columns.set(login, await withoutGuard(server, login, corpus))
    }
    console.log(`\n### ${server.name}\n`)
    printTable(corpus.harmful, columns)
    if (corpus.harmless.length > 0) console.log(`\n${await harmlessOnes(server, corpus)}`)
  } finally {
    await server.remove()
  }
}

/** The worse of both logins counts. */
async function throughTheDoor(server: Throwaway, login: LoginName, { harmful }: Corpus, ends: Ends) {
  const before = await server.fingerprint()
  const door = await openProductDoor(server, login)
  const passed: CorpusStatement[] = []
  for (const statement of harmful) {
    const { allowed } = await door.check(server.localize(statement.sql))
    if (allowed) passed.push(statement)
    else if (!ends.has(statement)) ends.set(statement, 'guard')
  }
  await door.close()
  for (const change of differences(before, await server.fingerprint()))
    console.log(`CHANGED although only checked, as ${login}: ${change}`)
  const trials = await openTrials(server, login)
  for (const statement of passed) {
    const trial = await trials.try(statement.sql)
    console.log(`LET THROUGH as ${login}: ${shown(statement)}: ${endOf(trial)} ${trial.effects.join('; ')}`)
    ends.set(statement, worse(ends.get(statement), endOf(trial)))
  }
  await trials.close()
}

async function withoutGuard(server: Throwaway, login: LoginName, { harmful }: Corpus): Promise<Ends> {
  const ends: Ends = new Map()
  const trials = await openTrials(server, login)
  for (const statement of harmful) {
    const trial = await trials.try(statement.sql)
    ends.set(statement, endOf(trial))
    if (options.effects === true && endOf(trial) !== 'server')
      console.log(`${login}: ${endOf(trial)}: ${shown(statement)}: ${trial.effects.join('; ')}`)
  }
  await trials.close()
  return ends
}

async function harmlessOnes(server: Throwaway, { harmless }: Corpus): Promise<string> {
  const door = await openProductDoor(server, 'reader')
  let allowed = 0
  let completed = 0
  for (const { sql } of harmless) {
    const check = await door.check(server.localize(sql))
    if (!check.allowed) {
      console.log(`REFUSED although harmless: ${JSON.stringify(sql)}: ${check.refusals[0]?.message}`)
      continue
    }
    allowed += 1
    const { state } = await door.run(server.localize(sql), check)
    if (state === 'COMPLETED') completed += 1
  }
  await door.close()
  return `Of ${harmless.length} harmless statements ${allowed} are allowed, and ${completed} run to their end for the login that can only read.`
}

function endOf({ stoppedBy, effects }: Trial): End {
  if (effects.length > 0) return 'effect'
  return stoppedBy === null ? 'ran' : 'server'
}

function worse(a: End | undefined, b: End): End {
  return a !== undefined && ENDS.indexOf(a) > ENDS.indexOf(b) ? a : b
}

function printTable(harmful: readonly CorpusStatement[], columns: ReadonlyMap<Column, Ends>): void {
  const kinds = [...new Set(harmful.map(kindOf))]
  const names = [...columns.keys()]
  const cells = (name: Column) =>
    name === 'guard and wall'
      ? ['refused by the guard', 'let through', 'effect']
      : [`no guard, ${name}: refused`, 'ran', 'effect']
  const rows = [
    ...kinds.map(kind => [kind, harmful.filter(each => kindOf(each) === kind)] as const),
    ['**all**', harmful] as const,
  ]
  console.log(row(['what', 'statements', ...names.flatMap(cells)]))
  console.log(row(['---', ...names.flatMap(cells).map(() => '--:'), '--:']))
  for (const [kind, statements] of rows) {
    const counts = names.flatMap(name => {
      const count = (...ends: readonly End[]) =>
        String(statements.filter(each => ends.some(end => columns.get(name)?.get(each) === end)).length)
      return name === 'guard and wall'
        ? [count('guard'), count('server', 'ran', 'effect'), count('effect')]
        : [count('server'), count('ran'), count('effect')]
    })
    console.log(row([kind, String(statements.length), ...counts]))
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** What an expression does matters more than where it stands. */
function kindOf({ class: kind, payload }: CorpusStatement): string {
  return kind.startsWith('nested') ? `an expression that ${payload}` : kind
}

function shown({ sql }: CorpusStatement): string {
  return JSON.stringify(sql.slice(0, 200))
}

/** Somebody else's list in place of ours, on their tables. What this server cannot make of those is said and left out. */
async function withForeignList(corpus: Corpus): Promise<Corpus> {
  if (options.attacks === undefined) return corpus
  const lines = (await readFile(options.attacks, 'utf8')).split('\n').filter(line => line !== '')
  const harmful = lines
    .map(line => JSON.parse(line) as { sql: string; kind: string; dialect: string })
    .filter(({ dialect }) => dialect === corpus.name)
    .map(({ sql, kind }) => ({ sql, class: kind, payload: kind }))
  const scripts = [options.fixture, options.support].filter(path => path !== undefined)
  const texts = await Promise.all(scripts.map(path => readFile(path, 'utf8')))
  return { ...corpus, harmful, harmless: [], shop: texts.flatMap(splitScript) }
}
