/** The words of a request, taken apart: what is in quotes out of the way, politeness gone, one clause a change. */

/** Quoted texts and names are one letter each in a request, so that what stands in them is not read as its words. */
const FIRST_QUOTED = 0xe000

export interface RequestText {
  clauses: readonly string[]
  /** Puts back what was in quotes, without them. */
  plain(words: string): string
  /** The same, with them. */
  written(words: string): string
  isQuoted(words: string): boolean
}

const POLITE =
  /^(?:(?:please|kindly|hey|hi|hello|ok(?:ay)?|so|now|then|also|and|next|finally|just|first|go ahead and|can (?:you|we|i)|could (?:you|we|i)|would you|will you|i(?:'d| would) like (?:you )?to|we(?:'d| would) like (?:you )?to|(?:i|we) (?:want|need|have|wish) (?:you )?to|(?:i|we) (?:should|must)|let(?:'s| us|s)|help me(?: to)?|you should)\b[\s,:]*)+/iu

const NEED =
  /^(?:we|i) (?:need|want|would like|'d like|require|should have|are missing)\s+(?=(?:an?|another|the|some|two|three|new|more)\b.*\b(?:columns?|fields?|index(?:es)?|view|table)\b)/iu

const VERB =
  'add|create|drop|remove|delete|get rid of|rename|make|set|change|convert|turn|index|alter|modify|allow|fill|populate|backfill|comment on|describe|ensure|enforce|require|limit|restrict|give|cascade|it (?:must|should|is|has)'
const NEXT_CLAUSE = new RegExp(
  `\\s*;\\s*|\\s*\\.\\s+(?=\\S)|,?\\s+(?:and\\s+then|then)\\s+|(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)(?:also\\s+|please\\s+)?(?=(?:${VERB})\\b(?!\\s*(?:,|and\\b|$)))`,
  'giu',
)

export function readRequestText(text: string): RequestText {
  const quoted: { inside: string; whole: string }[] = []
  const masked = text
    .replace(
      /"([^"]*)"|“([^”]*)”|`([^`]*)`|(?<![\p{L}\p{N}])['‘]((?:[^'’]|['’](?=\p{L}))*)['’](?![\p{L}\p{N}])/gu,
      (whole, ...groups: (string | undefined)[]) => {
        quoted.push({ inside: groups.slice(0, 4).find(group => group !== undefined) ?? '', whole })
        return String.fromCharCode(FIRST_QUOTED + quoted.length - 1)
      },
    )
    .replace(/\s+/gu, ' ')
    .trim()
  const put = (which: 'inside' | 'whole') => (words: string) =>
    words.replace(/[\ue000-\uf8ff]/gu, letter => quoted[letter.charCodeAt(0) - FIRST_QUOTED]?.[which] ?? '')
  return {
    clauses: masked
      .split(NEXT_CLAUSE)
      .map(withoutPoliteness)
      .filter(clause => clause !== ''),
    plain: put('inside'),
    written: put('whole'),
    isQuoted: words => /^[\ue000-\uf8ff]$/u.test(words.trim()),
  }
}

function withoutPoliteness(clause: string): string {
  return clause
    .replace(/^[\s,;:.-]+/u, '')
    .replace(POLITE, '')
    .replace(NEED, 'add ')
    .replace(
      /(?:[\s,]*\b(?:please|thanks|thank you|for me|as well|too|again|will you|if possible))+[\s.!?]*$/iu,
      '',
    )
    .replace(/[\s.!?,;:]+$/u, '')
}
