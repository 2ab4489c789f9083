import { Database } from 'lucide-react'

/** Nothing to ask yet. */
export function NoConnection() {
  return (
    <section className="mx-auto max-w-md px-6 py-24 text-center">
      <Database aria-hidden className="mx-auto size-8 text-ink-faint" strokeWidth={1.5} />
      <h1 className="mt-4 text-xl font-semibold tracking-tight">No database is connected yet</h1>
      <p className="mt-2 text-ink-soft">
        Once an administrator has saved a connection, you can ask it questions here.
      </p>
    </section>
  )
}
