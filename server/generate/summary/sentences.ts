/** Text that arrives in pieces, taken apart into sentences as soon as each is whole. */
export function createSentences() {
  let open = ''
  return {
    /** The sentences that this piece has ended. */
    add(delta: string): string[] {
      open += delta
      const whole: string[] = []
      for (let end = END.exec(open); end !== null; end = END.exec(open)) {
        whole.push(open.slice(0, end.index + end[0].length))
        open = open.slice(end.index + end[0].length)
      }
      return whole.map(tidy).filter(text => text !== '')
    },
    /** What is left when no more comes. */
    rest(): string[] {
      const left = tidy(open)
      open = ''
      return left === '' ? [] : [left]
    },
  }
}

/** A full stop ends a sentence when a space follows it, not inside of a number; those of East Asia need none. */
const END = /[.!?…]["'”’)]*(?=\s)|[。！？]|\n/u

/** Without the marks of Markdown, in one line. */
function tidy(text: string): string {
  return text
    .replace(/^\s*(?:[-*•#>]+\s+)/u, '')
    .replace(/[*`]+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}
