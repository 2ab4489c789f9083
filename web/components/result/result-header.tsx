import { ChevronDown, LoaderCircle } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import type { Export } from '../../hooks/use-export.ts'
import type { RunView } from '../../hooks/run-state.ts'
import { isUnderWay } from '../../hooks/run-state.ts'
import { useElapsed } from '../../hooks/use-elapsed.ts'
import { Button } from '../parts/button.tsx'
import { Menu, MenuItem } from '../parts/menu.tsx'
import { countOf, formatBytes, formatCount, formatDuration } from '../parts/quantity.ts'
import { RUN_STATE_WORDS } from '../parts/words.ts'
import { ExportMenu } from './export-menu.tsx'
import type { CopyFormat } from './serialize-rows.ts'

const FORMATS: readonly { format: CopyFormat; words: string }[] = [
  { format: 'tsv', words: 'Copy for a spreadsheet (TSV)' },
  { format: 'csv', words: 'Copy as CSV' },
  { format: 'json', words: 'Copy as JSON' },
]

interface ResultHeaderProps {
  view: Exclude<RunView, { phase: 'idle' }>
  stale: boolean
  /** What was copied a moment ago. */
  said: string | null
  onCopy: (format: CopyFormat) => void
  exporting: Export
}

/** How much came, and how fast; while it runs, so far. */
export function ResultHeader({ view, stale, said, onCopy, exporting }: ResultHeaderProps) {
  const loaded = useSyncExternalStore(view.rows.subscribe, view.rows.count, view.rows.count)
  const running = isUnderWay(view)
  const elapsedMs = useElapsed(running)
  const resultSet = view.phase === 'finished' ? view.resultSet : null
  // Where rows may be missing here, those that are here are counted.
  const count = view.phase === 'finished' && !view.brokenOff ? view.resultSet.rowCount : loaded
  const bytes = view.rows.byteCount()
  const position = view.phase === 'running' ? view.queuePosition : null
  const mark = incompleteness(view)
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-4 border-b border-line py-1 pr-1.5 pl-5">
      <p role="status" className="flex flex-wrap items-center gap-x-2 tabular-nums *:whitespace-nowrap">
        {running && <LoaderCircle aria-hidden className="size-3.5 animate-spin text-accent" />}
        <span className="font-medium">{countOf(count, 'row')}</span>
        {bytes > 0 && <span className="text-ink-soft">· {formatBytes(bytes)}</span>}
        {resultSet !== null && <Timing resultSet={resultSet} />}
        {mark !== null && (
          <span className="rounded-full bg-caution-soft px-2 text-xs leading-5 font-medium text-caution">
            {mark}
          </span>
        )}
      </p>
      {stale && <p className="text-sm text-caution">from the SQL before your edit</p>}
      {running && (
        <p aria-hidden className="text-ink-soft tabular-nums">
          {position === null
            ? `${formatDuration(elapsedMs)} so far`
            : `waiting for ${formatDuration(elapsedMs)}, ${inLine(position)}`}
        </p>
      )}
      <span className="flex-1" />
      <span role="status" className="text-xs text-ink-soft">
        {exporting.said ?? said}
      </span>
      {loaded > 0 && (
        <Menu
          trigger={
            <Button look="quiet">
              Copy <ChevronDown aria-hidden className="size-3.5" />
            </Button>
          }
        >
          {FORMATS.map(({ format, words }) => (
            <MenuItem key={format} onSelect={() => onCopy(format)}>
              {words}
            </MenuItem>
          ))}
        </Menu>
      )}
      {!running && <ExportMenu exporting={exporting} />}
    </div>
  )
}

/** The database has as many runs as it may have at once; others come first. */
function inLine(position: number): string {
  return position === 1 ? 'next in line' : `${formatCount(position - 1)} before it`
}

/** Why the rows that are here are not all; null when they are, or may still come. */
function incompleteness(view: Exclude<RunView, { phase: 'idle' }>): string | null {
  if (view.phase === 'failed') return view.resultSet === null ? null : 'broken off'
  if (view.phase !== 'finished') return null
  if (view.brokenOff) return 'broken off'
  return view.resultSet.state === 'COMPLETED' ? null : RUN_STATE_WORDS[view.resultSet.state]
}

function Timing({ resultSet }: { resultSet: { firstRowMs: number | null; durationMs: number | null } }) {
  const { firstRowMs, durationMs } = resultSet
  return (
    <span className="text-ink-soft">
      {firstRowMs !== null && ` · ${formatDuration(firstRowMs)} first`}
      {durationMs !== null && ` · ${formatDuration(durationMs)} total`}
    </span>
  )
}
