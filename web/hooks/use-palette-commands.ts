import { useApolloClient } from '@apollo/client/react'
import { useNavigate } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { signOut } from '../components/shell/sign-out.ts'
import { isWritableProduction } from '../components/connections/writable-production.ts'
import { engineInWords } from '../components/parts/words.ts'
import {
  CONNECTIONS_PATH,
  connectionPath,
  NEW_CONNECTION_PATH,
} from '../components/connections/connection-paths.ts'
import { RecentQuestionsDocument } from '../graphql/generated/graphql.ts'
import type {
  ConnectionPartsFragment,
  Environment,
  RecentQuestionsQuery,
} from '../graphql/generated/graphql.ts'
import { useMay } from './use-may.ts'
import { useTheme } from './use-theme.ts'

export interface Command {
  id: string
  group: 'Go to' | 'Connection' | 'Theme' | 'Recent questions'
  words: string
  /** Said after the words, more quietly. */
  aside?: string
  /** Shown as a mark, and found by its name. */
  environment?: Environment
  act: () => void
}

type RecentPrompt = RecentQuestionsQuery['history']['nodes'][number]

const RECENT = 8

interface PalettePlace {
  connections: readonly ConnectionPartsFragment[]
  here: ConnectionPartsFragment | null
}

/** Everything that the palette can do now; recent questions are fetched when it opens. */
export function usePaletteCommands(open: boolean, { connections, here }: PalettePlace): Command[] {
  const navigate = useNavigate()
  const may = useMay()
  const [theme, setTheme] = useTheme()
  const recent = useRecentPrompts(open)
  const go = (path: string) => void navigate(path)

  const commands: Command[] = [
    { id: 'ask', group: 'Go to', words: 'Ask a question', act: () => go('/') },
    { id: 'history', group: 'Go to', words: 'History', act: () => go('/history') },
    ...(may('MANAGE_CONNECTIONS_IN_DEVELOPMENT') ? managing(here, go) : []),
    { id: 'profile', group: 'Go to', words: 'Password, sessions and API tokens', act: () => go('/profile') },
    ...(may('SEE_USERS')
      ? [{ id: 'users', group: 'Go to', words: 'Users', act: () => go('/admin/users') } as const]
      : []),
    { id: 'sign-out', group: 'Go to', words: 'Sign out', act: signOut },
    ...connections
      .filter(({ id }) => id !== here?.id)
      .map(connection => ({
        ...connectionCommand(connection, () => go(`/?connection=${connection.id}`)),
        words: `Switch to ${connection.name}`,
      })),
    ...(['light', 'dark', 'system'] as const)
      .filter(choice => choice !== theme)
      .map(choice => ({
        id: `theme ${choice}`,
        group: 'Theme' as const,
        words: choice === 'system' ? 'Theme as the system' : `${choice === 'dark' ? 'Dark' : 'Light'} theme`,
        act: () => setTheme(choice),
      })),
    ...recent.map(({ id, text, connection }) => ({
      id: `prompt ${id}`,
      group: 'Recent questions' as const,
      words: text,
      aside: connection.name,
      act: () => go(`/?connection=${connection.id}&prompt=${id}`),
    })),
  ]
  return commands
}

/** For those who manage connections. */
function managing(here: ConnectionPartsFragment | null, go: (path: string) => void): Command[] {
  const group = 'Go to'
  return [
    { id: 'connections', group, words: 'Connections', act: () => go(CONNECTIONS_PATH) },
    { id: 'new-connection', group, words: 'New connection', act: () => go(NEW_CONNECTION_PATH) },
    ...(here === null
      ? []
      : [
          {
            id: 'this-connection',
            group,
            words: `Settings of ${here.name}`,
            act: () => go(connectionPath(here.id)),
          } as const,
        ]),
  ]
}

export function connectionCommand(connection: ConnectionPartsFragment, act: () => void): Command {
  const { id, name, database, environment } = connection
  const writable = isWritableProduction(connection) ? ' · its login could write' : ''
  const aside = `${engineInWords(connection)} · ${database}${writable}`
  return { id: `connection ${id}`, group: 'Connection', words: name, aside, environment, act }
}

/** Commands that hold every word of what was typed. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/)
  return commands.filter(({ group, words: text, aside = '', environment = '' }) => {
    const said = `${group} ${text} ${aside} ${environment}`.toLowerCase()
    return words.every(word => said.includes(word))
  })
}

function useRecentPrompts(open: boolean): readonly RecentPrompt[] {
  const client = useApolloClient()
  const [prompts, setPrompts] = useState<readonly RecentPrompt[]>([])
  useEffect(() => {
    if (!open) return
    let current = true
    client
      .query({ query: RecentQuestionsDocument, variables: { first: RECENT }, fetchPolicy: 'no-cache' })
      .then(({ data }) => {
        if (current && data !== undefined) setPrompts(data.history.nodes)
      })
      .catch(() => {
        // The palette works without them.
        if (current) setPrompts([])
      })
    return () => {
      current = false
    }
  }, [client, open])
  return prompts
}
