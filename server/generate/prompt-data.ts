/**
 * Text from a user's database on its way into a prompt: one quoted line that cannot end the block around it.
 * Angle brackets, control characters and Unicode's line and direction marks become `\uXXXX`.
 */
export function asPromptData(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
  return escapeMarks(JSON.stringify(cut))
}

/**
 * The same for an identifier that the dialect has quoted already, so that it can be copied into SQL, and for a text that
 * keeps its lines.
 */
export function escapeMarks(text: string, { keepLines = false } = {}): string {
  return text.replace(/[<>\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, mark =>
    keepLines && (mark === '\n' || mark === '\t')
      ? mark
      : `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
