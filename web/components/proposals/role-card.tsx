import type { ReactNode } from 'react'
import type { RoundtableStance } from '../../graphql/generated/graphql.ts'
import { STANCES } from './roundtable-words.ts'

interface RoleCardProps {
  title: string
  stance: RoundtableStance
  words: string
  /** What it rests on. */
  children?: ReactNode
}

/** One role's word. */
export function RoleCard({ title, stance, words, children }: RoleCardProps) {
  const { words: stands, look } = STANCES[stance]
  return (
    <li className="grid animate-rise content-start gap-1.5 rounded-lg border border-line bg-surface px-4 py-3">
      <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="font-medium">{title}</span>
        <span className={`rounded-full px-2 py-0.5 text-xs font-medium ${look}`}>{stands}</span>
      </p>
      <p className="wrap-anywhere">{words}</p>
      {children}
    </li>
  )
}
