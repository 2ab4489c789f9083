import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import type { Dispatch } from 'react'
import {
  DRAFT_FIELDS,
  draftReducer,
  hasSameTarget,
  inputOf,
  messagesFor,
  messagesForTarget,
  messagesFrom,
  testInputOf,
} from '../components/connections/connection-draft.ts'
import type {
  ConnectionDraft,
  DraftAction,
  DraftField,
  FieldMessages,
} from '../components/connections/connection-draft.ts'
import {
  CheckConnectionDocument,
  CreateConnectionDocument,
  UpdateConnectionDocument,
} from '../graphql/generated/graphql.ts'
import type { ConnectionCheckPartsFragment } from '../graphql/generated/graphql.ts'
import { problemOf } from '../graphql/problem.ts'
import type { Problem } from '../graphql/problem.ts'

/** What the form is doing, or what came of the last thing it did. */
export type FormState =
  | { phase: 'idle' }
  | { phase: 'testing' | 'saving' }
  | { phase: 'tested'; draft: ConnectionDraft; check: ConnectionCheckPartsFragment }
  | { phase: 'failed'; doing: 'test' | 'save'; problem: Problem }
  /** The person stopped waiting for a save whose end is not known. */
  | { phase: 'stopped' }

export interface ConnectionForm {
  draft: ConnectionDraft
  change: Dispatch<DraftAction>
  state: FormState
  /** The last test was of something else than what stands here now. */
  stale: boolean
  messages: FieldMessages
  /** Another object with every set of messages: the focus goes to the first field that has one. */
  firstWrong: { field: DraftField } | null
  test: () => void
  save: () => void
  stop: () => void
}

/**
 * A connection on its way to being saved. Nothing that was typed is lost by a failure.
 * @param connectionId the one that is edited; null for a new one
 */
export function useConnectionForm(
  connectionId: string | null,
  initial: ConnectionDraft,
  onSaved: (connectionId: string) => void,
): ConnectionForm {
  const client = useApolloClient()
  const [draft, dispatch] = useReducer(draftReducer, initial)
  const [state, setState] = useState<FormState>({ phase: 'idle' })
  const [messages, setMessages] = useState<FieldMessages>({})
  const [firstWrong, setFirstWrong] = useState<{ field: DraftField } | null>(null)
  const underWay = useRef<AbortController | null>(null)
  useEffect(() => () => underWay.current?.abort(), [])

  const change = useCallback((action: DraftAction) => {
    dispatch(action)
    // Said of what stood there before.
    const fields = action.type === 'filled' ? Object.keys(action.values) : null
    setMessages(current =>
      fields === null
        ? {}
        : Object.fromEntries(Object.entries(current).filter(([field]) => !fields.includes(field))),
    )
  }, [])

  const tell = useCallback((found: FieldMessages): boolean => {
    setMessages(found)
    const field = DRAFT_FIELDS.find(candidate => found[candidate] !== undefined)
    if (field === undefined) return false
    setFirstWrong({ field })
    return true
  }, [])

  const begin = useCallback((phase: 'testing' | 'saving') => {
    underWay.current?.abort()
    const mine = new AbortController()
    underWay.current = mine
    setState({ phase })
    return mine.signal
  }, [])

  const fail = useCallback(
    (doing: 'test' | 'save', error: unknown) => {
      const problem = problemOf(error)
      tell(messagesFrom(problem.fields))
      setState({ phase: 'failed', doing, problem })
    },
    [tell],
  )

  const test = useCallback(() => {
    if (tell(messagesForTarget(draft))) return
    const signal = begin('testing')
    client
      .mutate({
        mutation: CheckConnectionDocument,
        variables: { input: testInputOf(draft), connectionId },
        fetchPolicy: 'no-cache',
        context: { fetchOptions: { signal } },
      })
      .then(({ data, error }) => {
        if (signal.aborted) return
        if (data == null) return fail('test', error)
        tell(messagesFrom(data.checkConnection.problem?.fields ?? []))
        setState({ phase: 'tested', draft, check: data.checkConnection })
      })
      .catch((error: unknown) => {
        if (!signal.aborted) fail('test', error)
      })
  }, [begin, client, connectionId, draft, fail, tell])

  const save = useCallback(() => {
    if (tell(messagesFor(draft)) || draft.environment === null) return
    const input = inputOf({ ...draft, environment: draft.environment })
    const signal = begin('saving')
    const context = { fetchOptions: { signal } }
    const saving =
      connectionId === null
        ? client
            .mutate({
              mutation: CreateConnectionDocument,
              variables: { input },
              fetchPolicy: 'no-cache',
              context,
            })
            .then(({ data }) => data?.createConnection.id)
        : client
            .mutate({
              mutation: UpdateConnectionDocument,
              variables: { id: connectionId, input },
              fetchPolicy: 'no-cache',
              context,
            })
            .then(({ data }) => data?.updateConnection.id)
    saving
      .then(id => {
        if (!signal.aborted && id !== undefined) onSaved(id)
      })
      .catch((error: unknown) => {
        if (!signal.aborted) fail('save', error)
      })
  }, [begin, client, connectionId, draft, fail, onSaved, tell])

  const stop = useCallback(() => {
    underWay.current?.abort()
    setState(current => ({ phase: current.phase === 'saving' ? 'stopped' : 'idle' }))
  }, [])

  const stale = state.phase === 'tested' && !hasSameTarget(draft, state.draft)
  return { draft, change, state, stale, messages, firstWrong, test, save, stop }
}
