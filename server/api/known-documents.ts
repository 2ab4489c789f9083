import type { DocumentNode } from 'graphql'

/** Of the texts that are kept; what was read from a text takes about a hundred times as much memory. */
const MAX_LENGTH = 256 * 1024
/** Longer ones are nobody's daily document. */
const MAX_LENGTH_EACH = 16 * 1024

export interface KnownDocuments {
  find(text: string): DocumentNode | null
  add(text: string, document: DocumentNode): void
}

/**
 * Documents by their text that fit the schema, so that one which comes again is neither read nor validated again: that
 * costs more than most of them take to execute. The one that was not asked for the longest goes first.
 */
export function createKnownDocuments(maxLength = MAX_LENGTH): KnownDocuments {
  const known = new Map<string, DocumentNode>()
  let length = 0
  return {
    find(text) {
      const document = known.get(text)
      if (document === undefined) return null
      known.delete(text)
      known.set(text, document)
      return document
    },
    add(text, document) {
      if (text.length > MAX_LENGTH_EACH || known.has(text)) return
      known.set(text, document)
      length += text.length
      for (const oldest of known.keys()) {
        if (length <= maxLength) break
        known.delete(oldest)
        length -= oldest.length
      }
    },
  }
}
