import { useApolloClient } from '@apollo/client/react'
import { useNavigate } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { signOut } from '../components/shell/sign-out.ts'
import { ENVIRONMENT_WORDS } from '../components/parts/words.ts'
import { HistoryDocument } from '../graphql/generated/graphql.ts'
import type { ConnectionPartsFragment, HistoryQuery } from '../graphql/generated/graphql.ts'
import { useTheme } from './use-theme.ts'

export interface Command {
  id: string
  group: 'Go to' | 'Connection' | 'Theme' | 'Recent questions'
  words: string
  /** Said after the words, more quietly. */
  aside?: string
  act: () => void
}

type RecentPrompt = HistoryQuery['history']['nodes'][number]

const RECENT = 8

/** Everything that the palette can do now; recent questions are fetched when it opens. */
export function usePaletteCommands(
  open: boolean,
  connections: readonly ConnectionPartsFragment[],
  hereId: string | null,
): Command[] {
  const navigate = useNavigate()
  const [theme, setTheme] = useTheme()
  const recent = useRecentPrompts(open)
  const go = (path: string) => void navigate(path)

  const commands: Command[] = [
    { id: 'ask', group: 'Go to', words: 'Ask a question', act: () => go('/') },
    { id: 'history', group: 'Go to', words: 'History', act: () => go('/history') },
    { id: 'sign-out', group: 'Go to', words: 'Sign out', act: signOut },
    ...connections
      .filter(({ id }) => id !== hereId)
      .map(({ id, name, environment }) => ({
        id: `connection ${id}`,
        group: 'Connection' as const,
        words: `Switch to ${name}`,
        aside: ENVIRONMENT_WORDS[environment],
        act: () => go(`/?connection=${id}`),
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

/** Commands that hold every word of what was typed. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/)
  return commands.filter(({ group, words: text, aside = '' }) => {
    const said = `${group} ${text} ${aside}`.toLowerCase()
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
      .query({ query: HistoryDocument, variables: { first: RECENT }, fetchPolicy: 'no-cache' })
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
