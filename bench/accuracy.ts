/**
 * How well questions are answered: each goes through the rooms of the product (ask, generate, guard), its SQL and the gold
 * queries run, and the results are compared. Prints figures by category, and writes each case as a line of JSON.
 * Usage: npm run bench:accuracy -- --questions FILE.jsonl --database URL|--sample [--translator built-in|model] [--cases FILE]
 * A model's replies are written down with --record FILE, and given again with --replay FILE, without the provider.
 * In the URL, `{db}` stands for the `db` of a question. --sample makes the sample database in a server of its own.
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startServers } from '../tests/fixtures/global-setup.ts'
import { fillDatabase } from '../server/samples/samples.ts'
import { createAsker } from './accuracy/ask-question.ts'
import { modelAddress } from './accuracy/open-model.ts'
import { openTarget } from './accuracy/open-target.ts'
import type { Target } from './accuracy/open-target.ts'
import { readQuestions } from './accuracy/read-questions.ts'
import type { AccuracyQuestion } from './accuracy/read-questions.ts'
import { recordReplies, replayReplies } from './accuracy/replies.ts'
import type { Replies } from './accuracy/replies.ts'
import { isRight } from './accuracy/score-answer.ts'
import type { Rows } from './accuracy/score-answer.ts'
import { createSpent } from './accuracy/spent.ts'
import { tableOf } from './accuracy/tally.ts'
import type { AccuracyCase } from './accuracy/tally.ts'

const { values: given } = parseArgs({
  options: {
    questions: { type: 'string' },
    database: { type: 'string' },
    sample: { type: 'boolean', default: false },
    translator: { type: 'string', default: 'built-in' },
    cases: { type: 'string', default: 'accuracy-cases.jsonl' },
    record: { type: 'string' },
    replay: { type: 'string' },
  },
})
const translator = given.translator
if (given.questions === undefined || (translator !== 'built-in' && translator !== 'model'))
  throw new Error('Give --questions FILE.jsonl, and --translator built-in or model')
if ((given.database === undefined) === !given.sample)
  throw new Error('Give either --database URL or --sample')

if (given.record !== undefined && given.replay !== undefined)
  throw new Error('Give either --record FILE or --replay FILE')

const questions = await readQuestions(given.questions)
const servers = given.sample ? await startServers() : null
const replies = await openReplies()
const targets = new Map<string, Promise<Target>>()
try {
  const address = servers ? await makeSample(servers.provided.postgresUrl) : (given.database ?? '')
  const spent = createSpent(process.env.LLM_PRICES)
  const ask = await createAsker(translator, spent, {
    baseUrl: replies?.url ?? null,
    today: replies?.today ?? today(),
  })
  const cases: AccuracyCase[] = []
  for (const question of questions) {
    const url = address.replace('{db}', question.db)
    const target = await (targets.get(url) ?? targets.set(url, openTarget(url)).get(url))
    if (target) cases.push(await judge(question, target, await ask(question, target)))
  }
  await writeFile(given.cases, cases.map(each => `${JSON.stringify(each)}\n`).join(''))
  console.log(tableOf(cases))
  if (translator === 'model') console.log(`\n${spent.inWords(cases.length)}`)
  if (replies)
    console.log(`${replies.counts.given} replies given, ${replies.counts.missing} not written down`)
  console.log(`\nEach case is in ${given.cases}`)
} finally {
  for (const target of targets.values()) await (await target).close()
  await replies?.close()
  await servers?.stop()
}

async function openReplies(): Promise<Replies | null> {
  if (given.replay !== undefined) return replayReplies(given.replay)
  return given.record === undefined ? null : recordReplies(given.record, modelAddress(process.env), today())
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

type Asked = Awaited<ReturnType<Awaited<ReturnType<typeof createAsker>>>>

async function judge(question: AccuracyQuestion, target: Target, asked: Asked): Promise<AccuracyCase> {
  const { engine } = target.engine
  const gold = engine === 'MYSQL' ? (question.gold_mysql ?? question.gold) : question.gold
  const { generation, latencyMs, refusedByGuard } = asked
  const common = {
    id: question.id,
    db: question.db,
    category: question.category,
    question: question.question,
    unanswerable: question.expect?.no_answer === true,
    clarifyOk: question.clarify_ok,
    latencyMs,
    gold,
  }
  if (generation.kind !== 'query')
    return {
      ...common,
      outcome: generation.kind,
      right: null,
      sql: null,
      words: generation.message,
      suggestions: generation.suggestions,
      why: null,
    }
  const { sql, explanation: words, confidence } = generation
  const answered = { ...common, outcome: 'query' as const, sql, words, confidence }
  if (refusedByGuard !== null) return { ...answered, right: false, why: `guard: ${refusedByGuard}` }
  if (common.unanswerable) return { ...answered, right: false, why: 'no answer was wanted' }
  try {
    const answer = await target.run(sql)
    const right = await anyMatches(question, gold, answer, target)
    return { ...answered, right, why: right ? null : `${answer.length} rows that differ` }
  } catch (error) {
    return { ...answered, right: false, why: error instanceof Error ? error.message : 'failed' }
  }
}

async function anyMatches(question: AccuracyQuestion, gold: readonly string[], answer: Rows, target: Target) {
  for (const sql of gold) {
    const rows = await target.run(sql)
    const right = isRight({
      gold: rows,
      answer,
      orderMatters: question.order_matters,
      orderKeys: question.order_keys,
      optionalColumns: question.optional_cols,
    })
    if (right) return true
  }
  return false
}

async function makeSample(serverUrl: string): Promise<string> {
  const url = Object.assign(new URL(serverUrl), { pathname: '/postgres' }).href
  await fillDatabase({ url, root: path.resolve(import.meta.dirname, '..'), factor: 1 })
  return url
}
