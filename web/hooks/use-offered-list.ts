import { useEffect, useState } from 'react'
import type { KeyboardEvent } from 'react'

export interface OfferedList {
  open: boolean
  /** Index of the chosen one; -1: what was typed stands as it is. */
  chosen: number
  choose: (index: number) => void
  close: () => void
  /** True when the key was the list's. */
  onKey: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean
}

/**
 * A list below a field that is typed in: arrows go through it, Enter takes what they have chosen, Escape closes it. Nothing
 * is chosen by itself, so that Enter still means what was typed.
 */
export function useOfferedList<T>(offers: readonly T[], onTake: (offer: T) => void): OfferedList {
  const [chosen, setChosen] = useState(-1)
  const [closed, setClosed] = useState(false)
  useEffect(() => {
    setChosen(-1)
    setClosed(false)
  }, [offers])
  const open = offers.length > 0 && !closed

  const onKey: OfferedList['onKey'] = event => {
    if (!open || event.nativeEvent.isComposing) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && (chosen !== -1 || isAtEdge(event.currentTarget, step))) {
      // Past either end stands what was typed.
      const places = offers.length + 1
      setChosen(((chosen + 1 + step + places) % places) - 1)
      return true
    }
    const offer = offers[chosen]
    if (event.key === 'Enter' && offer !== undefined) {
      setClosed(true)
      onTake(offer)
      return true
    }
    if (event.key !== 'Escape') return false
    setClosed(true)
    return true
  }
  return { open, chosen, choose: setChosen, close: () => setClosed(true), onKey }
}

/** Within several lines the arrows are the text's own. */
function isAtEdge({ value, selectionStart, selectionEnd }: HTMLTextAreaElement, step: number): boolean {
  return step === 1
    ? !value.slice(selectionEnd).includes('\n')
    : !value.slice(0, selectionStart).includes('\n')
}
