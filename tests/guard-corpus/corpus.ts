/** A statement of the guard's own corpus. Made of a place and what stands in it, or written as it is. */
export interface CorpusStatement {
  sql: string
  /** What kind of trick or query it is, e.g. `nested`, `lexer`, `statement`. */
  class: string
  /** What stands in the place, e.g. `pg_read_file`; for a whole statement its first words. */
  payload: string
}

/** Where an expression can stand. */
export interface Place {
  name: string
  /** `§` marks the place. It stands where the columns of `orders o` are seen, unless it is constant. */
  text: string
  /** No column may stand there. */
  constant?: true
}

export interface Expression {
  name: string
  text: string
  /** Names columns of `orders o`. */
  columns?: true
}

/** Every expression in every place that can hold it. */
export function inPlaces(
  places: readonly Place[],
  expressions: readonly Expression[],
): readonly CorpusStatement[] {
  return places.flatMap(place =>
    expressions
      .filter(({ columns }) => columns !== true || place.constant !== true)
      .map(({ name, text }) => ({
        sql: place.text.replaceAll('§', () => text),
        class: `nested: ${place.name}`,
        payload: name,
      })),
  )
}

/** Statements as they are, one a line. */
export function asWritten(kind: string, lines: readonly string[]): readonly CorpusStatement[] {
  return lines.map(sql => ({ sql, class: kind, payload: sql.split(/\s+/).slice(0, 3).join(' ') }))
}
