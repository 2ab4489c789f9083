/** Ways in with an account elsewhere. Links, not forms: the browser leaves for the provider and comes back. */
export function ProviderButtons({
  providers,
  next,
}: {
  providers: readonly { id: string; name: string }[]
  /** Where to go afterwards. */
  next: string
}) {
  if (providers.length === 0) return null
  return (
    <div className="mt-6 grid gap-2 border-t border-line pt-6">
      {providers.map(({ id, name }) => (
        <a
          key={id}
          href={next === '/' ? `/sign-in/${id}` : `/sign-in/${id}?next=${encodeURIComponent(next)}`}
          className="grid h-10 place-items-center rounded-md border border-line-strong bg-surface font-medium transition-colors hover:border-accent hover:text-accent"
        >
          Sign in with {name}
        </a>
      ))}
    </div>
  )
}
