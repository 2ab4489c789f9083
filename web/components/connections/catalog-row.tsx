import { ChevronRight, KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { approximately } from '../parts/quantity.ts'
import type { CatalogColumn, NamedTable } from './catalog-rows.ts'

interface CatalogTableRowProps {
  table: NamedTable
  open: boolean
  onToggle: () => void
}

export function CatalogTableRow({ table, open, onToggle }: CatalogTableRowProps) {
  const { schema, name, kind, comment, rowEstimate } = table
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onToggle}
      className="flex min-h-9 w-full items-center gap-2 px-4 py-1.5 text-left hover:bg-hover focus-visible:outline-offset-[-2px]"
    >
      <ChevronRight
        aria-hidden
        className={`size-3.5 shrink-0 text-ink-faint transition-transform ${open ? 'rotate-90' : ''}`}
      />
      <span className="min-w-0 shrink truncate font-mono text-[13px]">
        <span className="text-ink-faint">{schema}.</span>
        {name}
      </span>
      {kind !== 'TABLE' && (
        <span className="shrink-0 rounded border border-line px-1.5 text-[11px] leading-4 text-ink-soft">
          {kind.toLowerCase().replace('_', ' ')}
        </span>
      )}
      {comment !== null && (
        <span title={comment} className="hidden min-w-0 flex-1 truncate text-sm text-ink-faint sm:block">
          {comment}
        </span>
      )}
      {rowEstimate !== null && (
        <span className="ml-auto shrink-0 pl-2 text-xs text-ink-faint tabular-nums">
          {approximately(rowEstimate)} rows
        </span>
      )}
    </button>
  )
}

export function CatalogColumnRow({ column, aside }: { column: CatalogColumn; aside: ReactNode }) {
  const { name, type, nullable, primaryKey, references, comment } = column
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-0.5 py-1 pr-4 pl-11 text-sm">
      <span className="flex min-w-0 items-center gap-1.5 font-mono text-[12.5px]">
        <span className="truncate">{name}</span>
        {primaryKey && <KeyRound aria-label="primary key" className="size-3 shrink-0 text-caution" />}
      </span>
      <span className="text-xs text-ink-faint">
        {type}
        {!nullable && !primaryKey && ' · never empty'}
      </span>
      {references !== null && (
        <span className="font-mono text-xs text-ink-soft">
          <span className="sr-only">references </span>
          <span aria-hidden>→ </span>
          {references}
        </span>
      )}
      {comment !== null && <span className="min-w-0 flex-1 basis-40 text-xs text-ink-faint">{comment}</span>}
      {aside !== null && <span className="ml-auto">{aside}</span>}
    </div>
  )
}
