import type { Environment } from '../../graphql/generated/graphql.ts'
import { ENVIRONMENT_WORDS } from '../parts/words.ts'

/** Where one is, in words and colour: loud for production, quiet for development. */
export function EnvironmentBadge({ environment }: { environment: Environment }) {
  const look =
    environment === 'PRODUCTION'
      ? 'bg-danger-fill font-semibold tracking-wide text-white'
      : 'bg-safe-soft font-medium text-safe'
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs ${look}`}>
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {ENVIRONMENT_WORDS[environment]}
    </span>
  )
}
