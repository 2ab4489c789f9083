/**
 * What a statement says that its plan leaves out: EXPLAIN's JSON knows aliases instead of tables, no LIMIT, and not
 * whether all rows become one. All three are read from the statement as the server prints it after parsing, which has
 * one form for each thing; it is only for estimates, never for what is allowed. Pure.
 */
export interface ExplainedQuery {
  /** Names of tables by their aliases. */
  tableOf: ReadonlyMap<string, string>
  /** By the LIMIT of the whole statement; null without one. */
  maxRows: number | null
  /** An aggregate of everything, such as `select count(*) from t`. */
  oneRow: boolean
}

const NAME = '`((?:[^`]|``)*)`'
/** `shop`.`orders` `o`, maybe with partitions. A column has no other name right after it: it says AS. */
const ALIASED_TABLE = new RegExp(`${NAME}\\.${NAME}(?: PARTITION \\([^)]*\\))? ${NAME}`, 'g')
const TEXT_LITERAL = /'(?:[^'\\]|\\.|'')*'/gs
const AGGREGATES =
  /^(count|sum|avg|min|max|group_concat|json_(array|object)agg|std|stddev(_pop|_samp)?|variance|var_(pop|samp)|bit_(and|or|xor))$/

export function readExplainedQuery(printed: string): ExplainedQuery {
  const text = printed.replace(TEXT_LITERAL, "''")
  const outer = outermost(text)
  const limit = /\blimit (\d+)(?:,(\d+))?\s*$/.exec(outer)
  const selected = /\bselect\b(.*?)(?:\bfrom\b|$)/s.exec(outer)?.[1] ?? ''
  return {
    tableOf: new Map(
      [...text.matchAll(ALIASED_TABLE)].map(([, , table = '', alias = '']) => [
        unquoted(alias),
        unquoted(table),
      ]),
    ),
    maxRows: limit === null ? null : Number(limit[2] ?? limit[1]),
    oneRow: selected.includes(AGGREGATE) && !/\b(group by|union|intersect|except)\b/.test(outer),
  }
}

/** Stands for a piece in parentheses with an aggregate in it. */
const AGGREGATE = '§'
const OVER_ITS_ROWS = /§ +over\b/g

/** Without names and with all that is in parentheses gone, from the inside out. */
function outermost(text: string): string {
  let outer = text.replaceAll(AGGREGATE, '').replace(/`(?:[^`]|``)*`/g, '``')
  for (let before = ''; before !== outer;) {
    before = outer
    outer = outer.replace(/(\w*) ?\(([^()]*)\)/g, (_, name: string, inside: string) => {
      if (/^over$/i.test(name)) return ' over'
      if (AGGREGATES.test(name)) return AGGREGATE
      const ofOuterRows = !/^\s*(\/\*.*?\*\/\s*)?(select|with|values)\b/s.test(inside)
      return `${name} ${ofOuterRows && inside.replace(OVER_ITS_ROWS, '').includes(AGGREGATE) ? AGGREGATE : ''} `
    })
  }
  return outer.replace(OVER_ITS_ROWS, '')
}

function unquoted(name: string): string {
  return name.replaceAll('``', '`')
}
