import { useCallback, useEffect, useRef, useState } from 'react'

const DRAFT = 'draft'

/**
 * What stands in the prompt bar. It follows the prompt of the page, unless the person has typed something of their own
 * meanwhile: that is never overwritten, and outlives a reload of the tab.
 */
export function usePromptText(shown: { id: string; text: string } | null) {
  const [text, setTextState] = useState(shown?.text ?? '')
  const followed = useRef(shown?.text ?? '')
  const setText = useCallback((typed: string) => {
    setTextState(typed)
    sessionStorage.setItem(DRAFT, typed)
  }, [])
  /** The text is the question now being asked: it may be replaced by its answer's. */
  const settle = useCallback((asked: string) => {
    followed.current = asked
    setTextState(asked)
    sessionStorage.removeItem(DRAFT)
  }, [])

  useEffect(() => {
    const draft = sessionStorage.getItem(DRAFT)
    if (draft !== null && draft !== '') setTextState(draft)
  }, [])
  const shownText = shown?.text ?? ''
  useEffect(() => {
    setTextState(current => (current === followed.current || current === '' ? shownText : current))
    followed.current = shownText
  }, [shown?.id, shownText])

  return { text, setText, settle }
}
