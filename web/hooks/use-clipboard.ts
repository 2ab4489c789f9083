import { useCallback, useEffect, useState } from 'react'

const SAID_FOR_MS = 2_000

/** Copies, and says for a moment what was copied (or that the browser would not). */
export function useClipboard(): { said: string | null; copy: (text: string, what: string) => void } {
  const [said, setSaid] = useState<string | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [said])
  const copy = useCallback((text: string, what: string) => {
    writeText(text).then(
      () => setSaid(`Copied ${what}`),
      () => setSaid('The browser did not allow copying'),
    )
  }, [])
  return { said, copy }
}

/** Browsers offer the clipboard on https and localhost only. */
async function writeText(text: string): Promise<void> {
  if (navigator.clipboard === undefined) throw new Error('no clipboard on this page')
  await navigator.clipboard.writeText(text)
}
