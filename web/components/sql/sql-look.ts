import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The editor in the page's own colours, so that it follows the theme without being told. */
const frame = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--color-ink)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    lineHeight: '1.7',
    minHeight: '8.5rem',
    maxHeight: '45vh',
  },
  '.cm-content': { padding: '14px 0', caretColor: 'var(--color-accent)' },
  '.cm-line': { padding: '0 18px 0 6px' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--color-ink-faint)',
    border: 'none',
    paddingLeft: '8px',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--color-hover)' },
  '.cm-cursor': { borderLeftColor: 'var(--color-accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--color-accent) 24%, transparent)',
  },
  '.cm-matchingBracket': {
    backgroundColor: 'var(--color-accent-soft)',
    outline: '1px solid var(--color-accent)',
  },
  '.cm-deletedChunk': { backgroundColor: 'var(--color-danger-soft)', paddingLeft: '6px' },
  '.cm-deletedChunk .cm-deletedText': {
    background: 'none',
    textDecoration: 'line-through',
    textDecorationColor: 'var(--color-danger)',
  },
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--color-safe-soft)' },
  '&.cm-merge-b .cm-changedText': {
    background: 'none',
    borderBottom: '2px solid var(--color-safe)',
  },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--color-safe)' },
  '.cm-deletedLineGutter': { background: 'var(--color-danger)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--color-surface)',
    border: '1px solid var(--color-line)',
    borderRadius: '8px',
    boxShadow: 'var(--shadow-float)',
    overflow: 'hidden',
    fontSize: '12.5px',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px !important' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--color-accent-soft)',
    color: 'var(--color-accent)',
  },
  '.cm-completionDetail': { color: 'var(--color-ink-faint)', fontStyle: 'normal' },
  '.cm-diagnostic': { padding: '6px 12px', fontFamily: 'var(--font-sans)', whiteSpace: 'pre-line' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--color-danger)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--color-caution)' },
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy',
    textUnderlineOffset: '4px',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintRange-error': { textDecorationColor: 'var(--color-danger)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--color-caution)' },
})

const words = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--color-accent)', fontWeight: '500' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--color-safe)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--color-caution)' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--color-ink-soft)' },
  { tag: tags.comment, color: 'var(--color-ink-faint)', fontStyle: 'italic' },
])

export const sqlLook = [frame, syntaxHighlighting(words)]
