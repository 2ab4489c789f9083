import type { Volatility } from '../../graphql/generated/graphql.ts'
import type { AddedFunction } from './functions-to-choose.ts'

const PROMISES: Record<Volatility, string> = {
  IMMUTABLE: 'its author says it only computes',
  STABLE: 'its author says it only reads',
  VOLATILE: 'its author promises nothing',
}

interface FunctionChoiceProps {
  choice: AddedFunction
  chosen: boolean
  onToggle: () => void
}

/** One function, with what is known of it. */
export function FunctionChoice({ choice, chosen, onToggle }: FunctionChoiceProps) {
  const { path, volatility, extension, usedBy } = choice
  return (
    <label className="flex cursor-pointer items-start gap-3 px-4 py-2.5 transition-colors hover:bg-hover has-focus-visible:bg-hover">
      <input
        type="checkbox"
        checked={chosen}
        onChange={onToggle}
        className="mt-0.5 size-4 shrink-0 accent-accent-fill"
      />
      <span className="min-w-0">
        <span className="block font-mono text-[13px] wrap-anywhere">{path}</span>
        <span className="mt-0.5 block text-sm text-ink-soft">
          {[extension === null ? null : `of ${extension}`, PROMISES[volatility]]
            .filter(part => part !== null)
            .join(' · ')}
        </span>
        {usedBy.length > 0 && (
          <span className="mt-0.5 block text-sm wrap-anywhere text-ink-faint">
            Called by {usedBy.join(', ')}
          </span>
        )}
      </span>
    </label>
  )
}
