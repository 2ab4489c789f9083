import type { Change } from '../change.ts'
import { Doubt } from '../doubt.ts'
import { nameWords, newName, tableStyle } from '../names.ts'
import { groupsOf } from '../reader.ts'
import type { Reader } from '../reader.ts'
import { needPlace, tableAt, VIEWS } from '../scene.ts'
import type { Scene } from '../scene.ts'

const NAME = '[\\p{L}_\\ue000-\\uf8ff][\\p{L}\\p{N}_$]*'
const rx = (source: string) => new RegExp(source, 'iu')
const MAKE = '^(?:create|add|make|define|build|set up)\\s+(?:or replace\\s+)?(?:an?\\s+|the\\s+|new\\s+)*'

/** A view of what a question asks, where the built-in translator reads that question for certain. */
export const createView: Reader = (clause, scene) => {
  const found =
    groupsOf(
      clause,
      rx(
        `${MAKE}view\\s+(?:called|named)\\s+(?<name>${NAME})\\s*(?:,|:)?\\s*(?:that (?:shows|lists|has|contains)|which (?:shows|lists|has|contains)|showing|listing|with|of|for|as|from|containing)?\\s*(?<question>.+)$`,
      ),
    ) ??
    groupsOf(
      clause,
      rx(
        `${MAKE}view\\s+(?:of|for|with|showing|listing|that (?:shows|lists)|which (?:shows|lists)|from|containing)\\s+(?<question>.+?)\\s*,?\\s+(?:(?:and\\s+)?(?:called|named|call it|name it|as))\\s+(?<name>${NAME})$`,
      ),
    ) ??
    groupsOf(
      clause,
      rx(
        `${MAKE}view\\s+(?:of|for|with|showing|listing|that (?:shows|lists)|which (?:shows|lists)|from|containing)\\s+(?<question>.+)$`,
      ),
    ) ??
    groupsOf(
      clause,
      rx(
        `${MAKE}view\\s+(?<name>${NAME})\\s*(?:,|:)?\\s*(?:that (?:shows|lists|has)|which (?:shows|lists|has)|showing|listing|with|of|for|as|from|containing)\\s+(?<question>.+)$`,
      ),
    ) ??
    groupsOf(clause, rx(`${MAKE}(?<question>.+?)\\s+view(?:\\s+(?:called|named)\\s+(?<name>${NAME}))?$`)) ??
    groupsOf(clause, rx(`^view\\s+(?:of|for)\\s+(?<question>.+?)\\s+(?:called|named)\\s+(?<name>${NAME})$`))
  if (found === null) return null
  const question = scene.text.plain(found.question ?? '').replace(/^(?:the|all the)\s+/iu, '')
  const style = tableStyle(scene.catalog.tables)
  const view = found.name
    ? scene.text.isQuoted(found.name)
      ? scene.text.plain(found.name)
      : newName(found.name, style)
    : newName(
        nameWords(question)
          .filter(word => !/^(?:the|a|an|of|all|with|and|their)$/u.test(word))
          .slice(0, 5)
          .join(' '),
        style,
      )
  const there = scene.catalog.tables.find(({ name }) => name.toLowerCase() === view.toLowerCase())
  if (there !== undefined)
    throw new Doubt(`There is a ${VIEWS.includes(there.kind) ? 'view' : 'table'} ${there.name} already.`, [
      { words: null, by: `Create a view called ${view}_2 of ${question}` },
    ])
  const read = scene.answer(question)
  if (read !== null) return [{ kind: 'CREATE_VIEW', view, sql: read, reading: question, replace: false }]
  const others = inOtherWords(scene, question)
  const [only, ...more] = others
  const sql = only === undefined || more.length > 0 ? null : scene.answer(only)
  if (only !== undefined && sql !== null) {
    scene.notes.push(`"${question}" was read as ${only}`)
    return [{ kind: 'CREATE_VIEW', view, sql, reading: only, replace: false }]
  }
  throw new Doubt(
    `I could not read "${question}" for certain, so I do not know what the view should show.`,
    others.map(by => ({ words: null, by: `Create a view called ${view} of ${by}` })),
  )
}

/** What "top customers" may mean, as questions that are read for certain. */
function inOtherWords(scene: Scene, question: string): string[] {
  const top = groupsOf(
    question,
    /^(?:the\s+)?(?:top|best|biggest|most important)\s+(?<count>\d+\s+)?(?<noun>.+)$/iu,
  )
  const table = top === null ? null : tableAt(scene, top.noun ?? '')
  if (top === null || table === null) return []
  const count = top.count || '10'
  const referring = scene.catalog.tables.filter(
    ({ kind, foreignKeys }) =>
      kind === 'TABLE' && foreignKeys.some(key => key.referencesTable === table.name),
  )
  const measures = table.columns.filter(
    ({ name, kind }) =>
      (kind === 'DECIMAL' || kind === 'INTEGER') && !table.primaryKey.includes(name) && !/id$/iu.test(name),
  )
  const words = (name: string) => nameWords(name).join(' ')
  return [
    ...referring.map(({ name }) => `top ${count} ${words(table.name)} by number of ${words(name)}`),
    ...measures.map(({ name }) => `top ${count} ${words(table.name)} by ${words(name)}`),
  ]
    .filter(text => scene.answer(text) !== null)
    .slice(0, 3)
}

const COMMENT: readonly RegExp[] = [
  /^(?:add|set|put|write)\s+(?:an?\s+|the\s+)?(?:comment|description)\s+(?<text>[\ue000-\uf8ff])\s+(?:to|on|for|of)\s+(?<on>.+)$/iu,
  /^(?:add|set|put|write)\s+(?:an?\s+|the\s+)?(?:comment|description)\s+(?:to|on|for|of)\s+(?<on>.+?)\s*(?:to|:|,|saying|that says|=)?\s+(?<text>[\ue000-\uf8ff])$/iu,
  /^(?:comment(?: on)?|describe|document)\s+(?<on>.+?)\s*(?:as|with|:|is|,)?\s+(?<text>[\ue000-\uf8ff])$/iu,
]

/** The text has to be in quotes: everything else may be words of the request. */
export const comment: Reader = (clause, scene) => {
  const found = COMMENT.map(pattern => groupsOf(clause, pattern)).find(groups => groups !== null)
  if (!found) return null
  const text = scene.text.plain(found.text ?? '')
  const isColumn = /\b(?:column|field)\b|\./iu.test(found.on ?? '')
  const table = isColumn ? null : tableAt(scene, found.on ?? '')
  const change: Change =
    table === null
      ? { kind: 'COMMENT_ON_COLUMN', ...needPlace(scene, found.on ?? ''), comment: text }
      : { kind: 'COMMENT_ON_TABLE', table, comment: text }
  return [change]
}
