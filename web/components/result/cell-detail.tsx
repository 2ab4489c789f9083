import * as Dialog from '@radix-ui/react-dialog'
import { Copy, X } from 'lucide-react'
import type { Cell } from '../../graphql/cell.ts'
import type { ResultSetPartsFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../parts/button.tsx'
import { cellDetail } from './cell-text.ts'

interface CellDetailProps {
  column: ResultSetPartsFragment['columns'][number]
  rowNumber: number
  cell: Cell | undefined
  onCopy: (text: string) => void
  onClose: () => void
}

/** A whole cell, however long it is. */
export function CellDetail({ column, rowNumber, cell, onCopy, onClose }: CellDetailProps) {
  const text = cellDetail(cell)
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-40 flex max-h-[80vh] w-[min(42rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line bg-surface shadow-float outline-none"
        >
          <div className="flex items-center gap-3 border-b border-line py-2.5 pr-2.5 pl-5">
            <Dialog.Title className="font-mono text-sm font-medium">{column.name}</Dialog.Title>
            <p className="flex-1 text-xs text-ink-faint">
              {column.type} · row {rowNumber}
            </p>
            <Button look="quiet" onClick={() => onCopy(text)}>
              <Copy aria-hidden className="size-3.5" /> Copy
            </Button>
            <Dialog.Close asChild>
              <Button look="quiet" aria-label="Close">
                <X aria-hidden className="size-4" />
              </Button>
            </Dialog.Close>
          </div>
          <pre
            tabIndex={0}
            className="min-h-24 overflow-auto px-5 py-4 font-mono text-[13px] leading-6 wrap-anywhere whitespace-pre-wrap"
          >
            {cell === null || cell === undefined ? <em className="text-ink-faint">NULL</em> : text}
          </pre>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
