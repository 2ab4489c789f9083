import type { QuestionWord } from '../domain.ts'

// The order matters: quoted text first, then numbers that stand alone, words, marks of two characters, any other mark.
// A single quote opens only after a space and closes only before one, so that apostrophes stay inside words.
const TOKEN =
  /"(?<double>[^"]*)"|“(?<curly>[^”]*)”|(?<![\p{L}\p{N}])['‘](?<single>[^'’]*(?:['’][\p{L}][^'’]*)*)['’](?![\p{L}\p{N}])|(?<number>[$€£]?(?<![\p{L}\p{N}])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\p{L}\p{N}_]|\.\d))|(?<possessive>['’]s(?![\p{L}\p{N}]))|(?<word>[\p{L}\p{N}]+(?:['’](?!s(?![\p{L}\p{N}]))[\p{L}]+)?)|(?<mark>>=|<=|<>|!=|[^\s\p{L}\p{N}_-])/gu

/** Words, numbers, quoted texts and marks in their order. Hyphens and underscores separate words, like spaces. */
export function readWords(text: string): QuestionWord[] {
  const words: QuestionWord[] = []
  for (const match of text.matchAll(TOKEN)) {
    const groups = match.groups ?? {}
    const quoted = groups.double ?? groups.curly ?? groups.single
    const kind =
      quoted !== undefined
        ? 'quoted'
        : groups.number
          ? 'number'
          : (groups.mark ?? groups.possessive)
            ? 'mark'
            : 'word'
    // A blank beside a quotation mark is a slip of the pen.
    const written = quoted?.trim() ?? match[0]
    words.push({
      kind,
      text: written,
      normal: written.toLowerCase().replaceAll('’', "'"),
      start: match.index,
      end: match.index + match[0].length,
    })
  }
  return words
}
