import { ChevronRight, Info, TriangleAlert } from 'lucide-react'
import type { PrivilegePartsFragment } from '../../graphql/generated/graphql.ts'
import { countOf } from '../parts/quantity.ts'
import { SqlBlock } from '../parts/sql-block.tsx'

/** What the login may do beyond reading: each opens to why that matters and how to take it away. */
export function PrivilegeList({ privileges }: { privileges: readonly PrivilegePartsFragment[] }) {
  const serious = privileges.filter(({ severity }) => severity !== 'INFO').length
  return (
    <section
      aria-label="What the login may do"
      className="overflow-hidden rounded-lg border border-line bg-surface"
    >
      <h3 className="border-b border-line px-4 py-2 text-sm font-medium">
        {serious === 0
          ? 'What the login may do beside reading'
          : `The login may do ${countOf(serious, 'thing')} that reading does not take`}
      </h3>
      <ul className="divide-y divide-line">
        {privileges.map(privilege => (
          <li key={privilege.code}>
            <Privilege privilege={privilege} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Privilege({
  privilege: { severity, message, why, mendSql },
}: {
  privilege: PrivilegePartsFragment
}) {
  const quiet = severity === 'INFO'
  const Icon = quiet ? Info : TriangleAlert
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none items-start gap-2.5 px-4 py-2.5 transition-colors hover:bg-hover focus-visible:outline-offset-[-2px] [&::-webkit-details-marker]:hidden">
        <Icon
          aria-label={quiet ? 'to know' : 'warning'}
          className={`mt-0.5 size-4 shrink-0 ${quiet ? 'text-ink-faint' : 'text-caution'}`}
        />
        <span className="min-w-0 flex-1 wrap-anywhere">{message}</span>
        <ChevronRight
          aria-hidden
          className="mt-0.5 size-4 shrink-0 text-ink-faint transition-transform group-open:rotate-90"
        />
      </summary>
      <div className="grid gap-2.5 pr-4 pb-3.5 pl-[2.6rem]">
        <p className="max-w-prose text-ink-soft">{why}</p>
        {mendSql !== null && (
          <SqlBlock label="To take it away, for the server’s administrator" sql={mendSql} />
        )}
      </div>
    </details>
  )
}
