import type { ResultSetPartsFragment } from '../../graphql/generated/graphql.ts'

/** The columns of a result and what they hold, without rows. */
export function ResultColumns({ columns }: Pick<ResultSetPartsFragment, 'columns'>) {
  return (
    <ul aria-label="Columns" className="flex flex-wrap gap-1.5">
      {columns.map(({ name, type }, index) => (
        <li
          // Two columns may have one name.
          key={`${index} ${name}`}
          className="rounded border border-line bg-paper px-1.5 font-mono text-xs leading-5 wrap-anywhere"
        >
          {name} <span className="text-ink-faint">{type}</span>
        </li>
      ))}
    </ul>
  )
}
