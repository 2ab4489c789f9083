import { useCallback, useEffect, useState } from 'react'
import { EXPORT_CHOICES, exportHref, readRefusal } from '../components/result/export-choices.ts'
import type { ExportChoice } from '../components/result/export-choices.ts'
import type { QueryPartsFragment } from '../graphql/generated/graphql.ts'
import { CONNECTION_LOST } from '../graphql/problem.ts'
import type { Problem } from '../graphql/problem.ts'

/** The name of the frame that exports are opened in: a file is saved from there, anything else is read and told here. */
export const EXPORT_FRAME = 'export'
const SAID_FOR_MS = 8_000

export interface Export {
  /** Where the file is; null when the person has to be asked first. */
  hrefOf: (choice: ExportChoice) => string | null
  /** It was asked for: by its link, or where there is none. */
  start: (choice: ExportChoice) => void
  /** What it would cost, in words. */
  asking: string | null
  confirm: () => void
  leave: () => void
  said: string | null
  /** Why there is no file. */
  problem: Problem | null
  again: () => void
  onFrame: (frame: HTMLIFrameElement) => void
}

/** Files with the whole result of this query; `confirmed` has the texts that the person has been asked about. */
export function useExport(query: QueryPartsFragment, confirmed: Set<string>): Export {
  const [last, setLast] = useState<ExportChoice>('csv')
  const [asking, setAsking] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  // Another query is another file.
  useEffect(() => setProblem(null), [query.id])
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [said])

  const hrefOf = (choice: ExportChoice) => {
    const isConfirmed = confirmed.has(query.sql)
    if (query.check.confirmationReason !== null && !isConfirmed) return null
    return exportHref(query, choice, isConfirmed)
  }
  const begin = (choice: ExportChoice) => {
    const words = EXPORT_CHOICES.find(known => known.choice === choice)?.words
    setProblem(null)
    setSaid(`${words}: your browser saves it as soon as the first row is there`)
  }
  const open = (choice: ExportChoice) => {
    begin(choice)
    window.open(exportHref(query, choice, confirmed.has(query.sql)), EXPORT_FRAME)
  }
  const start = (choice: ExportChoice) => {
    setLast(choice)
    if (hrefOf(choice) === null) setAsking(query.check.confirmationReason)
    else begin(choice)
  }
  const confirm = () => {
    confirmed.add(query.sql)
    setAsking(null)
    open(last)
  }
  const onFrame = useCallback((frame: HTMLIFrameElement) => {
    const page = readFrame(frame)
    if (page === '') return
    setSaid(null)
    const refusal = page === null ? CONNECTION_LOST : readRefusal(page)
    // The limits have changed since the query was checked.
    if (refusal.code === 'RUN_NEEDS_CONFIRMATION') setAsking(refusal.message)
    else setProblem(refusal)
  }, [])
  const leave = useCallback(() => setAsking(null), [])
  return { hrefOf, start, asking, confirm, leave, said, problem, again: () => open(last), onFrame }
}

/** Empty: the page that a frame begins with. Null: what the browser shows when there is no answer, which is not ours to read. */
function readFrame(frame: HTMLIFrameElement): string | null {
  const shown = frame.contentDocument
  return shown === null ? null : (shown.body?.textContent ?? '')
}
