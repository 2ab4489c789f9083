/** A new column in words: its attributes are taken out one after the other, and what is left must be its name. */
import type { ColumnType } from '../../databases/ddl.ts'
import type { CatalogTable } from '../../domain.ts'
import type { Condition, NewColumn, Reference, SaidValue } from './change.ts'
import { holds, isFlagByName, STRONG_TYPE, typeByName, typeCalled } from './column-types.ts'
import { amongOf, readCondition } from './conditions.ts'
import { Doubt } from './doubt.ts'
import { columnStyle, nameWords, newName } from './names.ts'
import { readReference } from './references.ts'
import { needTable } from './scene.ts'
import type { Scene } from './scene.ts'
import { readValue } from './values.ts'

const NUMBER = '-?\\d+(?:\\.\\d+)?'
const WITH =
  '(?:,\\s*)?(?:\\b(?:which|that|it)\\s+)?(?:\\b(?:with|and|is|are|be|must be|should be|has|having|of|but)\\s+)*(?:\\ban?\\s+)?'
const VALUE =
  '([\\ue000-\\uf8ff]|[$€£]?-?[\\d.,]*\\d|an? empty (?:string|text)|empty(?: string| text)?|the current (?:date and time|date|timestamp|time|day)|current (?:date|time|timestamp)|[\\p{L}_]+(?:\\(\\))?)'
const rx = (source: string) => new RegExp(source, 'iu')

/** Words that a name does not have: whatever holds one was not understood. */
const NOT_IN_NAMES =
  /\b(?:that|which|who|where|when|with|from|between|if|because|should|must|shall|can|cannot|not|every|each|than|equal|whose|their|there|into|per|called|named|for|and|or|to|in|on|of|by|at|as|it|be|is|are)\b/iu
/** But these may be inside of one that is made of several. */
const NAME_AT = /^[\p{L}\p{N}_ -]+$/u
const MOST_WORDS = 4
const ATTRIBUTE_IN_PARENTHESES =
  /\(\s*(required|mandatory|optional|unique|not null|nullable|primary key)\s*\)/giu

export function readColumn(scene: Scene, phrase: string, table: CatalogTable | null): NewColumn {
  let rest = ` ${phrase.trim()} `.replace(ATTRIBUTE_IN_PARENTHESES, ' $1 ')
  const take: Take = source => {
    const match = (typeof source === 'string' ? rx(source) : source).exec(rest)
    if (match !== null) rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`
    return match
  }
  const type = (words: string | undefined) => typeCalled(words ?? '', scene.catalog, scene.dialect)

  const comment = take(`${WITH}(?:comment|description)\\s*:?\\s*([\\ue000-\\uf8ff])`)?.[1] ?? null
  const name1 =
    take('\\b(?:called|named|with the name)\\s+([\\p{L}_\\ue000-\\uf8ff][\\p{L}\\p{N}_$]*)')?.[1] ?? null
  const references = takeReference(scene, take)
  const primaryKey = take(`${WITH}(?:the\\s+)?primary key\\b`) !== null
  const counting = take(`${WITH}(?:auto[- _]?increment(?:ing|ed)?|identity|serial|counting up)\\b`) !== null
  const current = take(`${WITH}default(?:s|ing)?(?: value)?(?: of| to| is| =|:)?\\s+${VALUE}`)?.[1]
  const byDefault = current ?? take(`\\b${VALUE}\\s+(?:by|as)\\s+(?:the\\s+|a\\s+)?default\\b`)?.[1]
  const isOptional =
    take(
      `${WITH}(?:optional|nullable|may be (?:null|empty)|can be (?:null|empty|left empty)|null allowed|not required)\\b`,
    ) !== null
  const isRequired =
    take(
      `${WITH}(?:required|mandatory|not[ -]?null|non[ -]?null(?:able)?|not nullable|not optional|obligatory|(?:must|can|may|should)(?:\\s*not|n't|n’t) be (?:null|empty)|never (?:null|empty))\\b`,
    ) !== null
  const unique = take(`${WITH}unique\\b(?!\\s+(?:id|identifier)\\b)`) !== null
  const conditions: Condition[] = []
  const keep = (condition: Condition | null) => {
    if (condition !== null) conditions.push(condition)
    return condition !== null
  }
  const range = take(
    `(?:\\b(?:which|that)\\s+)?(?:\\b(?:must be|should be|can be|is|be|with)\\s+)*(?:\\b(?:a )?(?:value|number)s?\\s+)?(?:\\b(?:between|from|in the range(?: of)?)\\s+)?(${NUMBER})\\s*(?:to|-|–|and|through|\\.\\.)\\s*(${NUMBER})(?!\\s*\\))|\\(\\s*(${NUMBER})\\s*(?:to|-|–|\\.\\.)\\s*(${NUMBER})\\s*\\)`,
  )
  if (range !== null)
    conditions.push({ kind: 'between', low: range[1] ?? range[3] ?? '', high: range[2] ?? range[4] ?? '' })
  const typed = takeType(take, type)
  const among =
    take(
      /\b(?:which |that )?(?:can only be|must be|should be|can be|may be|may only be|is|being|only|limited to|restricted to)\s+(?:only\s+)?(?:either\s+|one of\s+)?:?\s*([^()]*?(?:,|\bor\b|\/)[^()]*)$/iu,
    ) ??
    take(
      /(?:\b(?:with|and)\s+)?(?:\b(?:the\s+)?(?:allowed|possible|permitted|valid)\s+)?\b(?:values?|options|choices|one of|either|in)\s*:?\s*\(?\s*([^()]*?(?:,|\bor\b|\band\b|\/)[^()]*?)\)?\s*$/iu,
    ) ??
    take(
      /(?:\s*:\s*|\s*\(\s*|\s)((?:[\ue000-\uf8ff]|[^\s(),:]+)(?:\s*,\s*(?:or\s+)?(?:[\ue000-\uf8ff]|[\p{L}\p{N}_-]+)|\s*\/\s*[\p{L}\p{N}_-]+|\s+or\s+(?:[\ue000-\uf8ff]|[\p{L}\p{N}_-]+))+)\s*\)?\s*$/iu,
    )
  if (among !== null && !keep(amongOf(among[1] ?? '', scene))) throw unclear(scene, phrase)
  const sign = take(
    /(?:\b(?:which|that)\s+)?(?:\b(?:must be|should be|is|be|of)\s+)?\b((?:at least|at most|greater than|more than|less than|no more than|not less than|below|above)\s+-?[\d.]+|positive|non-?negative|not negative|>=?\s*-?[\d.]+|<=?\s*-?[\d.]+)\s*$/iu,
  )
  if (sign !== null && !keep(readCondition((sign[1] ?? '').replace(/^([<>]=?)\s*/u, '$1 '), scene)))
    throw unclear(scene, phrase)

  const name = nameIn(scene, name1, rest, references, table)
  const said =
    typed ?? (references === null ? inferred(scene, name, conditions, byDefault) : referencedType(references))
  const flag = typed === null && isFlagByName(name) && byDefault === undefined
  const value: SaidValue | null =
    flag && !isOptional ? { kind: 'word', text: 'false' } : defaultOf(scene, byDefault)
  return {
    name,
    type: said,
    required: (isRequired || primaryKey || (flag && !isOptional)) && !isOptional,
    counting: counting || (primaryKey && typed === null && holds(said) === 'number'),
    default: value,
    unique,
    primaryKey,
    references,
    conditions,
    comment: comment === null ? null : scene.text.plain(comment),
  }
}

type Pattern = Pick<RegExp, 'exec'>
type Take = (source: string | Pattern) => RegExpExecArray | null

function takeReference(scene: Scene, take: Take): Reference | null {
  const match = take(
    /(?:,\s*)?(?:\b(?:which|that|and|is|with|as|,)\s+)*\b(?:an? |the )?(?:references?|referencing|reference to|referring to|refers to|points? to|pointing (?:to|at)|linked to|linking to|links? to|foreign key (?:to|on|for|of|into|referencing|references)|fk to)\s+(?:to\s+)?(?:the\s+)?([\p{L}\p{N}_.\ue000-\uf8ff]+(?:\s*\([^)]*\))?)(?:\s+table)?(?:,?\s+on delete (cascade|set null|restrict|no action))?/iu,
  )
  return match === null ? null : readReference(scene, match[1] ?? '', match[2] ?? null)
}

/** Said with words that tell that it is a type, or a word that nobody calls a column by. */
function takeType(take: Take, type: (words: string | undefined) => ColumnType | null): ColumnType | null {
  const told = [
    /\b(?:of|with)?\s*\b(?:data)?type\s*:?\s+((?:decimal|numeric|number)\s*\(\s*\d+\s*,\s*\d+\s*\)|[\p{L}\p{N}]+\s*\(\s*\d+\s*\)|double precision|timestamp with(?:out)? time zone|whole number|[\p{L}\d]+)/iu,
    /\bas\s+(?:an?\s+)?([\p{L}\d]+(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?: (?:number|precision|time))?(?: with \w+ (?:decimals?|decimal places|digits))?)\s*(?=$|,)/iu,
    /\b((?:decimal|number|numeric|amount) (?:with|to) \w+ (?:decimals?|decimal places?|digits?(?: after the (?:decimal )?(?:point|comma))?))/iu,
    /\b(with \w+ (?:decimals?|decimal places?|digits after the (?:decimal )?(?:point|comma)))/iu,
    /(?:,\s*)?\b((?:up to|at most|max(?:imum)?(?: of)?|with(?: up to| at most)?|of(?: up to| at most)?|no (?:more|longer) than) \d+ (?:characters?|chars?|letters?)(?: long)?)/iu,
    /\(?\b(\d+ (?:characters?|chars?|letters?))\b\)?/iu,
    /\(\s*((?:[^()]|\([^()]*\))+)\s*\)/u,
    new RegExp(`(?<![\\p{L}\\p{N}_])(${STRONG_TYPE})(?![\\p{L}\\p{N}_])`, 'iu'),
    /^\s*(?:(?:an?|new|another|the)\s+)*(text|date|time|number|yes\/no|true\/false|whole number|long text|flag|money)\s+(?=column\b|field\b)/iu,
    /(?<=\p{L}[_]\p{L}+\s)(text|date|time|number|money)\s*$/iu,
    /(?<=\p{L}\s)(text)\s*$/iu,
  ]
  for (const pattern of told) {
    // What only looks like a type stays where it is: it may be a list of values.
    const isType = { exec: (text: string) => onlyTypes(pattern.exec(text), type) }
    const found = type(take(isType)?.[1])
    if (found !== null) return found
  }
  return null
}

function onlyTypes(
  match: RegExpExecArray | null,
  type: (words: string | undefined) => ColumnType | null,
): RegExpExecArray | null {
  return match !== null && type(match[1]) !== null ? match : null
}

function nameIn(
  scene: Scene,
  told: string | null,
  rest: string,
  references: Reference | null,
  table: CatalogTable | null,
): string {
  const style = columnStyle(table, scene.catalog.tables)
  const left = rest
    .replace(/[,:]/gu, ' ')
    .replace(/\b(?:columns?|fields?|attributes?)\b/giu, ' ')
    .replace(/^\s*(?:(?:an?|the|another|new|extra|additional|its|their|some|also|and|plus|one)\s+)+/iu, ' ')
    .replace(/(?:\s+(?:and|with|as|that|which|is|be|of|an?|it))+\s*$/iu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  if (told !== null) {
    if (left !== '') throw unclear(scene, rest)
    return scene.text.isQuoted(told) ? scene.text.plain(told) : newName(told, style)
  }
  if (scene.text.isQuoted(left)) return scene.text.plain(left)
  if (left === '' && references !== null) return keyName(references, style)
  const words = left.split(' ')
  if (left === '' || words.length > MOST_WORDS || !NAME_AT.test(left) || NOT_IN_NAMES.test(inside(words)))
    throw unclear(scene, rest)
  // `customer references customers` is its key.
  if (references !== null && words.length === 1 && nameWords(references.table.name).length === 1) {
    const key = keyName(references, style)
    if (nameWords(key)[0] === left.toLowerCase()) return key
  }
  return newName(left, style)
}

/** A name may have such a word in its middle or at its end, as `number of guests` and `shipped at` do. */
function inside(words: readonly string[]): string {
  return words.filter((word, at) => at === 0 || !/^(?:of|at|on|by|to|per|in)$/iu.test(word)).join(' ')
}

/** `customer_id` for a reference to customers. */
export function keyName({ table, columns }: Reference, style: Parameters<typeof newName>[1]): string {
  const [column = 'id'] = columns
  const words = nameWords(column)
  const name = words.length > 1 ? words : [...nameWords(table.name).slice(0, -1), last(table.name), ...words]
  return newName(name.join(' '), style)
}

function last(tableName: string): string {
  const word = nameWords(tableName).at(-1) ?? ''
  return newName(word.replace(/ies$/u, 'y').replace(/(?<!s)s$/u, ''), 'snake')
}

function referencedType({ table, columns }: Reference): ColumnType {
  const column = table.columns.find(({ name }) => name === columns[0])
  return { kind: 'NATIVE', sql: column?.type ?? 'integer' }
}

/** Values that were said tell more than the name does: a priority of low, normal or high is no number. */
function inferred(
  scene: Scene,
  name: string,
  conditions: readonly Condition[],
  byDefault: string | undefined,
): ColumnType {
  const said = valuesSaid(scene, conditions, byDefault)
  const limit = conditions.find(({ kind }) => kind === 'between' || kind === 'compare')
  const key = /^(.+)_?id$/iu.exec(name)?.[1]
  const byName = typeByName(name, scene.catalog, scene.dialect)
  if (said.length > 0 && holds(byName) !== 'text') {
    if (said.some(value => !/^-?\d+(?:\.\d+)?$/u.test(value)))
      return holds(byName) === 'number' ? scene.dialect.ddl.plainText : byName
  } else if (said.length > 1 && said.every(value => /^-?\d+$/u.test(value))) return { kind: 'INTEGER' }
  if (limit !== undefined && holds(byName) === 'text')
    return limit.kind === 'between' && /\./.test(limit.low + limit.high)
      ? { kind: 'DECIMAL', precision: 10, scale: 2 }
      : { kind: 'INTEGER' }
  const target = key === undefined ? undefined : tableOfKey(scene, key)
  return target === undefined ? byName : { kind: 'NATIVE', sql: target }
}

function valuesSaid(scene: Scene, conditions: readonly Condition[], byDefault: string | undefined): string[] {
  const value = defaultOf(scene, byDefault)
  return [
    ...conditions.flatMap(condition => (condition.kind === 'among' ? condition.values : [])),
    ...(value !== null && 'text' in value ? [value.text] : []),
  ]
}

/** The type of the key that such a name speaks of. */
function tableOfKey(scene: Scene, words: string): string | undefined {
  try {
    const table = needTable(scene, nameWords(words).join(' '), { exactly: true })
    const [key, ...more] = table.primaryKey
    return more.length === 0 ? table.columns.find(({ name }) => name === key)?.type : undefined
  } catch (error) {
    if (error instanceof Doubt) return undefined
    throw error
  }
}

function defaultOf(scene: Scene, words: string | undefined): SaidValue | null {
  if (words === undefined) return null
  const value = readValue(words, scene)
  return value?.kind === 'null' ? null : value
}

const unclear = (scene: Scene, phrase: string) =>
  new Doubt(
    `I could not read "${scene.text.plain(phrase.trim())}" as a column. Say its name, and its type if it matters.`,
  )

/** The parts of a list of columns; a comma in parentheses or between allowed values divides nothing. */
export function splitColumns(phrase: string): string[] {
  const parts: string[] = []
  let depth = 0
  let current = ''
  for (const token of phrase.split(
    /(\(|\)|\s*,\s*(?:and\s+)?|\s+and\s+(?!\d|up\b|then\b|(?:is|be|must|has|it|unique|required|mandatory|optional|not null|nullable|default)\b)|\s+plus\s+)/giu,
  )) {
    if (token === '(') depth++
    if (token === ')') depth--
    if (depth === 0 && /^(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+plus\s+)$/iu.test(token)) {
      // `between 1 and 5`
      if (/\b(?:between|from)\s+-?[\d.]+$/iu.test(current)) current += token
      else {
        parts.push(current)
        current = ''
      }
    } else current += token
  }
  parts.push(current)
  return joinLists(parts.map(part => part.trim()).filter(part => part !== ''))
}

const OPENS = /\b(?:only|either|one of|can be|must be|should be|may be|values?|options|limited to|is)\b/iu
const ATTRIBUTE =
  /^(?:unique|required|mandatory|optional|nullable|not[ -]null|primary key|default\b.*|references\b.*|which\b.*|that\b.*|on delete\b.*|with\b.*|it\b.*|is\b.*|max\b.*|only\b.*|either\b.*|one of\b.*|between\b.*|up to\b.*|at most\b.*|positive|non-?negative)$/iu

/** `status only new`, `paid or shipped` are one column; so are `email`, `required`. */
function joinLists(parts: readonly string[]): string[] {
  const joined: string[] = []
  for (let at = 0; at < parts.length; at++) {
    let part = parts[at] ?? ''
    const end = parts.findIndex((later, place) => place > at && /(?:^|\s)or\s/iu.test(later))
    const between = end < 0 ? [] : parts.slice(at + 1, end)
    const opens = OPENS.test(part) || /:\s*\S+$/u.test(part)
    if (opens && end > at && between.every(one => /^\S+$/u.test(one))) {
      part = [part, ...parts.slice(at + 1, end + 1)].join(', ')
      at = end
    }
    const before = joined.at(-1)
    if (before !== undefined && ATTRIBUTE.test(part)) joined[joined.length - 1] = `${before}, ${part}`
    else joined.push(part)
  }
  return joined
}
