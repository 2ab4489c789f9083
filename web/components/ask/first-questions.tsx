import { Await, Link } from '@remix-run/react'
import { Suspense } from 'react'
import { useMay } from '../../hooks/use-may.ts'
import { NEW_CONNECTION_PATH } from '../connections/connection-paths.ts'
import { Questions } from './questions.tsx'

interface FirstQuestionsProps {
  examples: Promise<readonly string[]>
  connectionName: string
  onAsk: (text: string) => void
}

/** The empty workspace: what can be asked of this very connection. */
export function FirstQuestions({ examples, connectionName, onAsk }: FirstQuestionsProps) {
  const may = useMay()
  return (
    <section className="px-1 pt-6">
      <h1 className="text-xl font-semibold tracking-tight">What would you like to know?</h1>
      <p className="mt-1.5 max-w-prose text-ink-soft">
        Ask {connectionName} in plain words. You will see how the question was read and the SQL for it;
        nothing runs until you say so.
      </p>
      <Suspense fallback={<p className="mt-6 animate-breathe text-ink-faint">Looking at the tables…</p>}>
        <Await resolve={examples} errorElement={null}>
          {questions =>
            questions.length > 0 && (
              <div className="mt-6 animate-rise">
                <p className="mb-2.5 text-xs font-medium text-ink-faint">Try one of these</p>
                <Questions label="Example questions" questions={questions} onAsk={onAsk} />
              </div>
            )
          }
        </Await>
      </Suspense>
      {may('MANAGE_CONNECTIONS_IN_DEVELOPMENT') && (
        <p className="mt-8 text-sm text-ink-soft">
          Or{' '}
          <Link
            to={NEW_CONNECTION_PATH}
            className="font-medium text-accent underline-offset-4 hover:underline"
          >
            connect a database of your own
          </Link>
          .
        </p>
      )}
    </section>
  )
}
