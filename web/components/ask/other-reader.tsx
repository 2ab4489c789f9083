import type { QueryOrigin, Translator } from '../../graphql/generated/graphql.ts'

interface OtherReaderProps {
  origin: QueryOrigin
  onAsk: (translator: Translator) => void
}

/** The other one of the two that can read a question; where there is no model, that is told when it is asked for. */
export function OtherReader({ origin, onAsk }: OtherReaderProps) {
  if (origin !== 'MODEL' && origin !== 'BUILT_IN') return null
  const [translator, words] =
    origin === 'MODEL'
      ? (['BUILT_IN', 'Ask the built-in translator'] as const)
      : (['MODEL', 'Ask the model'] as const)
  return (
    <button
      type="button"
      onClick={() => onAsk(translator)}
      className="text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-accent"
    >
      {words}
    </button>
  )
}
