/** Letters, digits and what joins them, of any script; everything else parts words. */
const NOT_OF_A_NAME = /[^\p{L}\p{M}\p{N}]+/gu
/** Characters, of four bytes at most each: file systems take 255 bytes. */
const MAX_LENGTH = 60

/** From the question, e.g. `orders-per-country.csv`. */
export function exportFileName(question: string, extension: string): string {
  const words = question.normalize('NFC').toLowerCase().replace(NOT_OF_A_NAME, '-')
  const name = [...words.replace(/^-+/, '')].slice(0, MAX_LENGTH).join('').replace(/-+$/, '')
  return `${name === '' ? 'result' : name}.${extension}`
}
