import type { SamplingControl } from '../../hooks/use-sampling.ts'
import { choiceOf, choose, pathInWords, SAMPLING_WORDS } from './sampling-choice.ts'
import type { ColumnPath, SamplingChoice } from './sampling-choice.ts'

/** Whether values of one column are read: by what its name says, never, or always. */
export function ColumnSampling({ control, column }: { control: SamplingControl; column: ColumnPath }) {
  const choice = choiceOf(control.sampling, column)
  return (
    <select
      aria-label={`Sample values of ${pathInWords(column)}`}
      value={choice}
      disabled={control.saving}
      onChange={event => control.set(choose(control.sampling, column, event.target.value as SamplingChoice))}
      className={`h-7 rounded-md border border-transparent bg-transparent px-1 text-xs hover:border-line-strong ${
        choice === 'usual' ? 'text-ink-faint' : 'font-medium text-ink'
      }`}
    >
      {Object.entries(SAMPLING_WORDS).map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  )
}
