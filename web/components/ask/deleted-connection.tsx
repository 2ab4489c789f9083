import type { PromptPartsFragment } from '../../graphql/generated/graphql.ts'
import { EarlierRuns } from '../result/earlier-runs.tsx'
import { Notice } from '../parts/notice.tsx'
import { SqlBlock } from '../parts/sql-block.tsx'
import { Reading } from './reading.tsx'

/** A question whose connection is gone: what was asked and answered stays on record, and cannot be run any more. */
export function DeletedConnection({ prompt }: { prompt: PromptPartsFragment }) {
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-4 px-4 py-8 lg:px-6">
      <h1 className="px-1 text-xl font-semibold tracking-tight">{prompt.text}</h1>
      <Notice
        tone="calm"
        title={`${prompt.connection.name} has been deleted.`}
        hints={['What was asked of it stays on record here. It cannot be run or asked again.']}
      />
      {prompt.message !== null && <p className="px-1 whitespace-pre-line text-ink-soft">{prompt.message}</p>}
      {prompt.query !== null && (
        <>
          <Reading prompt={prompt} generated={prompt.query} />
          <SqlBlock label="The SQL, as it was" sql={prompt.query.sql} />
        </>
      )}
      {prompt.query !== null && prompt.query.runs.length > 0 && <EarlierRuns runs={prompt.query.runs} />}
    </div>
  )
}
