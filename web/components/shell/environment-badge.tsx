import type { Environment } from '../../graphql/generated/graphql.ts'
import { ENVIRONMENT_WORDS } from '../parts/words.ts'

const LOOKS: Record<Environment, string> = {
  PRODUCTION: 'bg-danger-soft font-semibold tracking-wide text-danger',
  DEVELOPMENT: 'bg-safe-soft font-medium text-safe',
}

interface EnvironmentBadgeProps {
  environment: Environment
  /** Where one works, as against a list of places: there production is said aloud. */
  here?: boolean
}

/** The environment in words and colour. */
export function EnvironmentBadge({ environment, here = false }: EnvironmentBadgeProps) {
  const loud = here && environment === 'PRODUCTION'
  const look = loud ? 'bg-danger-fill font-semibold tracking-wide text-white' : LOOKS[environment]
  return (
    <span className={`inline-flex shrink-0 items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs ${look}`}>
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {ENVIRONMENT_WORDS[environment]}
    </span>
  )
}
