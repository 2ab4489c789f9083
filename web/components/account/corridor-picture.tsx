const SQL = [
  ['SELECT', ' company_name, city'],
  ['FROM', ' customers'],
  ['WHERE', " country = 'Germany'"],
] as const

const ROWS = [
  ['Alfreds Futterkiste', 'Berlin'],
  ['Blauer See Delikatessen', 'Mannheim'],
  ['Die Wandernde Kuh', 'Stuttgart'],
  ['Drachenblut Delikatessen', 'Aachen'],
] as const

/** What the product does, as a still: a question, its SQL, its rows. Decoration; the words beside it say the same. */
export function CorridorPicture() {
  return (
    <div aria-hidden className="grid w-full max-w-md gap-3 select-none">
      <p className="rounded-xl border border-line-strong bg-surface px-4 py-3 text-base">
        Show me all customers from Germany
      </p>
      <Step />
      <pre className="rounded-lg border border-line bg-surface px-4 py-3.5 font-mono text-[13px] leading-6">
        {SQL.map(([keyword, rest]) => (
          <span key={keyword} className="block">
            <span className="font-medium text-accent">{keyword}</span>
            {rest}
          </span>
        ))}
      </pre>
      <Step />
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <p className="border-b border-line px-4 py-2 text-ink-soft">
          <span className="font-medium text-ink">11 rows</span> · 6 ms first · 9 ms total
        </p>
        {ROWS.map(([company, city]) => (
          <p
            key={company}
            className="grid grid-cols-[3fr_2fr] border-b border-line/60 px-4 py-1.5 font-mono text-xs last:border-0"
          >
            <span>{company}</span>
            <span className="text-ink-soft">{city}</span>
          </p>
        ))}
      </div>
    </div>
  )
}

function Step() {
  return <span className="ml-6 h-4 w-px bg-line-strong" />
}
