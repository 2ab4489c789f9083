/**
 * libpg_query counts in two ways: places in its tree are UTF-8 bytes, the place of a syntax error is in characters
 * (code points). We count in UTF-16 units, as JavaScript and editors do.
 */
export interface TextPositions {
  fromBytes(offset: number): number
  fromCharacters(offset: number): number
}

export function textPositions(text: string): TextPositions {
  // Most SQL is ASCII, where all three are the same.
  if (!/[^\0-\x7f]/.test(text)) return { fromBytes: clamp, fromCharacters: clamp }

  const unitOfByte: number[] = []
  const unitOfCharacter: number[] = []
  let unit = 0
  for (const character of text) {
    unitOfCharacter.push(unit)
    for (let byte = 0; byte < utf8Length(character); byte++) unitOfByte.push(unit)
    unit += character.length
  }
  return {
    fromBytes: offset => unitOfByte[Math.max(0, offset)] ?? text.length,
    fromCharacters: offset => unitOfCharacter[Math.max(0, offset)] ?? text.length,
  }

  function clamp(offset: number): number {
    return Math.min(Math.max(0, offset), text.length)
  }
}

function utf8Length(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}

const WORD =
  /(?:(?:[uU]&)?"(?:[^"]|"")*"|[\p{L}\p{N}_$]+)(?:\s*\.\s*(?:"(?:[^"]|"")*"|[\p{L}\p{N}_$]+))*|[-+*/<>=~!@#%^&|`?]+/uy

/** The end of what starts there: a name with its dots and quotes, a number, an operator, or one character. */
export function endOfWord(text: string, start: number): number {
  WORD.lastIndex = start
  return WORD.test(text) ? WORD.lastIndex : Math.min(start + 1, text.length)
}
