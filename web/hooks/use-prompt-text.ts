import { useCallback, useEffect, useRef, useState } from 'react'

/** One draft for each question that was open while it was typed, so that history shows what was asked. */
const draftOf = (promptId: string | undefined) => `draft ${promptId ?? ''}`

/**
 * What stands in the prompt bar. It follows the prompt of the page, unless the person has typed something of their own
 * meanwhile: that is never overwritten, and outlives a reload of the tab.
 */
export function usePromptText(shown: { id: string; text: string } | null) {
  const shownId = shown?.id
  const shownText = shown?.text ?? ''
  const [text, setTextState] = useState(shownText)
  const followed = useRef(shownText)
  const askedOn = useRef<{ id: string | undefined } | null>(null)
  const setText = useCallback(
    (typed: string) => {
      setTextState(typed)
      sessionStorage.setItem(draftOf(shownId), typed)
    },
    [shownId],
  )
  /** The text is the question now being asked: it may be replaced by its answer's, and is a draft until then. */
  const settle = useCallback(
    (asked: string) => {
      followed.current = asked
      askedOn.current = { id: shownId }
      setText(asked)
    },
    [setText, shownId],
  )

  useEffect(() => {
    if (askedOn.current !== null && askedOn.current.id !== shownId) {
      sessionStorage.removeItem(draftOf(askedOn.current.id))
      askedOn.current = null
    }
    const draft = sessionStorage.getItem(draftOf(shownId)) ?? ''
    const previous = followed.current
    followed.current = shownText
    setTextState(current => {
      if (current !== previous && current !== '') return current
      return draft === '' ? shownText : draft
    })
  }, [shownId, shownText])

  return { text, setText, settle }
}
