import { ChevronDown } from 'lucide-react'
import { EXPORT_FRAME } from '../../hooks/use-export.ts'
import type { Export } from '../../hooks/use-export.ts'
import { Button } from '../parts/button.tsx'
import { Menu, MenuItem, MenuLink } from '../parts/menu.tsx'
import { EXPORT_CHOICES } from './export-choices.ts'

interface ExportMenuProps {
  exporting: Export
  look?: 'quiet' | 'outlined'
}

/** The whole result as a file: read anew, and not held in this page. */
export function ExportMenu({ exporting, look = 'quiet' }: ExportMenuProps) {
  return (
    <Menu
      trigger={
        <Button look={look}>
          Export <ChevronDown aria-hidden className="size-3.5" />
        </Button>
      }
    >
      {EXPORT_CHOICES.map(({ choice, words, note }) => {
        const href = exporting.hrefOf(choice)
        const content = (
          <span className="grid max-w-72">
            <span>{words}</span>
            <span className="text-xs text-ink-soft">{note}</span>
          </span>
        )
        return href === null ? (
          <MenuItem key={choice} onSelect={() => exporting.start(choice)}>
            {content}
          </MenuItem>
        ) : (
          <MenuLink key={choice} href={href} target={EXPORT_FRAME} onSelect={() => exporting.start(choice)}>
            {content}
          </MenuLink>
        )
      })}
      <p className="mt-1 w-76 max-w-full border-t border-line px-2.5 pt-2 pb-1 text-xs text-ink-soft">
        All rows, not only those that are shown: the query is run again.
      </p>
    </Menu>
  )
}
