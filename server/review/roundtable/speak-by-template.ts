import type { Evidence, RoundtableStatement } from '../../domain.ts'
import { FLOORS, stanceOf } from './floor.ts'
import type { Panelist } from './roles.ts'
import { SEATS, sliceOf } from './roles.ts'

/** The word of a role without a model: its worst evidence, and what to do about it. */
export function speakByTemplate(role: Panelist, all: readonly Evidence[]): RoundtableStatement {
  const slice = sliceOf(role, all)
  const stance = stanceOf(slice)
  const said = stance === 'SUPPORT' ? calmly(role, slice) : worriedly(slice)
  return { role, stance, ...said, origin: 'TEMPLATE', model: null, promptHash: null, note: null }
}

interface Said {
  recommendation: string
  evidence: readonly string[]
}

function calmly(role: Panelist, slice: readonly Evidence[]): Said {
  const { questions, calm } = SEATS[role]
  // The first answer to each of its first two questions.
  const answers = questions.flatMap(({ topics }) => slice.find(({ topic }) => topics.includes(topic)) ?? [])
  const [first, second] = answers
  if (first === undefined) return { recommendation: `${calm}, as far as anybody can see.`, evidence: [] }
  const sentences = [`${calm}: ${clause(first.text)}.`, ...(second ? [`${sentence(second.text)}`] : [])]
  return { recommendation: sentences.join(' '), evidence: [first, second].flatMap(each => each?.id ?? []) }
}

function worriedly(slice: readonly Evidence[]): Said {
  const [worst, next] = [...slice].sort(
    (one, other) => FLOORS.indexOf(other.floor) - FLOORS.indexOf(one.floor),
  )
  if (worst === undefined) return { recommendation: '', evidence: [] }
  const others = slice.filter(({ id, floor }) => id !== worst.id && floor !== 'APPROVE')
  const second = worst.hint ?? (next && next.floor !== 'APPROVE' ? next.text : null)
  return {
    recommendation: [sentence(worst.text), ...(second === null ? [] : [sentence(second)])].join(' '),
    evidence: [worst.id, ...others.slice(0, 3).map(({ id }) => id)],
  }
}

/** One sentence of it, whatever it holds: the rest can be read in the evidence. */
export function sentence(text: string): string {
  const one = clause(text)
  // The name of a rule or of an object stays as it is.
  return /^\S*[.\-_"]\S/.test(one) ? `${one}.` : `${one.charAt(0).toUpperCase()}${one.slice(1)}.`
}

/** Up to the first end of a sentence, without it; a dot within a name or a number ends none. */
function clause(text: string): string {
  return (text.split(/(?<=[.!?…])\s+(?=[\p{Lu}\d"'`])/u)[0] ?? text).replace(/[.!?\s]+$/, '')
}
