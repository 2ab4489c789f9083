import { useNavigate } from '@remix-run/react'
import { useCallback, useEffect, useState } from 'react'
import type {
  ConnectionPartsFragment,
  PromptPartsFragment,
  QueryPartsFragment,
  Translator,
} from '../../graphql/generated/graphql.ts'
import { useAsk } from '../../hooks/use-ask.ts'
import { usePromptText } from '../../hooks/use-prompt-text.ts'
import { useShortcut } from '../../hooks/use-shortcut.ts'
import { AnswerInWords } from './answer-in-words.tsx'
import { AskFailed } from './ask-failed.tsx'
import { AskProgress } from './ask-progress.tsx'
import { CompareAnswers } from './compare-answers.tsx'
import { Corridor } from './corridor.tsx'
import { FirstQuestions } from './first-questions.tsx'
import { PromptBar } from './prompt-bar.tsx'
import { SharedQuestion } from './shared-question.tsx'
import { workspacePath } from './workspace-path.ts'
import { WritableLogin } from './writable-login.tsx'

interface WorkspaceProps {
  connection: ConnectionPartsFragment
  prompt: PromptPartsFragment | null
  edited: QueryPartsFragment | null
  examples: Promise<readonly string[]>
  /** Who can read questions here. */
  translators: readonly Translator[]
}

type How = {
  followsUpId?: string
  reuseId?: string
  fresh?: boolean
  translator?: Translator
  careful?: boolean
}

/** One question on one connection, from the words to what comes next. */
export function Workspace({ connection, prompt, edited, examples, translators }: WorkspaceProps) {
  const navigate = useNavigate()
  const [careful, setCareful] = useState(false)
  const { text, setText, settle } = usePromptText(prompt)
  const { state, ask, retry, stop } = useAsk((promptId, question) => {
    void navigate(workspacePath({ connectionId: question.connectionId, promptId }))
  })
  // The answer is there when the page has it: until then the stages stay.
  const asking = state.phase === 'asking' || state.phase === 'answered'
  const arrived = state.phase === 'answered' && state.promptId === prompt?.id
  useEffect(() => {
    if (arrived) stop()
  }, [arrived, stop])
  // A question that did not get through must not stand above another one's answer.
  const settled = !asking && state.phase !== 'failed'
  const canCompare = connection.careful && connection.carefulLimits !== null
  const runnable = settled && prompt?.query != null

  const send = useCallback(
    (question: string, how: How = {}) => {
      const trimmed = question.trim()
      if (trimmed === '') return
      settle(trimmed)
      // Wanted for one question: the next one asks again.
      setCareful(false)
      ask({ connectionId: connection.id, text: trimmed, ...how })
    },
    [ask, connection.id, settle],
  )
  const promptId = prompt?.id
  const saved = useCallback(
    (query: QueryPartsFragment) => {
      const queryId = query.origin === 'EDITED' ? query.id : undefined
      const path = workspacePath({ connectionId: connection.id, promptId, queryId })
      void navigate(path, { replace: true, preventScrollReset: true })
    },
    [connection.id, navigate, promptId],
  )
  useShortcut(event => {
    if (event.key !== 'Escape' || !asking) return false
    stop()
    return true
  })

  return (
    <div className="mx-auto grid w-full max-w-[1560px] grid-cols-[minmax(0,1fr)] gap-4 px-4 py-5 lg:px-6">
      {prompt !== null && <h1 className="sr-only">{prompt.text}</h1>}
      <WritableLogin connection={connection} />
      <PromptBar
        connectionId={connection.id}
        text={text}
        shownText={prompt?.text ?? ''}
        onText={setText}
        asking={asking}
        answered={runnable && text.trim() === prompt.text}
        prominent={!runnable}
        onAsk={() => send(text, canCompare && careful ? { careful } : {})}
        onReuse={earlier => send(earlier.text, { reuseId: earlier.id })}
        onStop={stop}
      />
      {canCompare && !asking && (
        <CompareAnswers limits={connection.carefulLimits} on={careful} onChange={setCareful} />
      )}
      {asking && <AskProgress state={state} />}
      {state.phase === 'failed' && <AskFailed problem={state.problem} onRetry={retry} onClose={stop} />}
      {settled && prompt === null && (
        <FirstQuestions examples={examples} connectionName={connection.name} onAsk={text => send(text)} />
      )}
      {settled && prompt !== null && <AnswerInWords prompt={prompt} onAsk={text => send(text)} />}
      {settled && prompt?.query != null && !prompt.mine && (
        <SharedQuestion
          key={prompt.id}
          prompt={prompt}
          query={prompt.query}
          onUse={() => send(prompt.text, { reuseId: prompt.id })}
        />
      )}
      {settled && prompt?.query != null && prompt.mine && (
        <Corridor
          key={prompt.id}
          connection={connection}
          prompt={prompt}
          generated={prompt.query}
          edited={edited}
          onSaved={saved}
          onFollowUp={question => send(question, { followsUpId: prompt.id })}
          onFresh={() => send(prompt.text, { fresh: true })}
          translators={translators}
          onTranslator={translator => send(prompt.text, { translator, followsUpId: prompt.followsUp?.id })}
        />
      )}
    </div>
  )
}
