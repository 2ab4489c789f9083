/** Whether events are one unbroken chain, told event by event. Pure: it reads what it is given, in the order of the sequence. */
import type { ChainHead } from '../store/audit-events.ts'
import { GENESIS, hashEvent } from './chain.ts'
import type { HashedEvent } from './chain.ts'

export type LinkedEvent = HashedEvent & { hash: string }

/** What of an event ties it to the one before. */
export interface ChainLink extends ChainHead {
  previousHash: string
  /** Of what is in the event now; `hash` is what it says of itself. */
  contentHash: string
}

/** The first place where the chain is not what it was. */
export interface ChainBreak {
  sequence: number
  /** What is wrong there, in words. */
  problem: string
}

export interface ChainCheck {
  /** Null while all is well; not to be called again after a break. */
  take(link: ChainLink): ChainBreak | null
  /** After the last event: whether it goes as far as it was known to go. */
  end(): ChainBreak | null
  checked(): number
  /** The last event that was taken, or what the first one had to follow. */
  head(): ChainHead
}

export function linkOf(event: LinkedEvent): ChainLink {
  const { sequence, previousHash, hash } = event
  return { sequence, previousHash, hash, contentHash: hashEvent(event) }
}

/** What the first event of all follows. */
export const BEGINNING: ChainHead = { sequence: 0, hash: GENESIS }

/**
 * @param before what the first event has to follow: the beginning, or where old events were cut off
 * @param known heads that the chain is known to have had, for instance from checkpoints in the log
 */
export function checkChain(before: ChainHead, known: readonly ChainHead[] = []): ChainCheck {
  const expected = new Map(
    known.filter(({ sequence }) => sequence >= before.sequence).map(head => [head.sequence, head.hash]),
  )
  const furthest = Math.max(before.sequence, ...expected.keys())
  let last = before
  let checked = 0

  function problemOf(event: ChainLink): ChainBreak | null {
    const { sequence } = event
    const next = last.sequence + 1
    if (sequence > next) {
      const missing = sequence === next + 1 ? `Event ${next} is` : `Events ${next} to ${sequence - 1} are`
      return { sequence: next, problem: `${missing} missing` }
    }
    if (sequence < next) return { sequence, problem: `Event ${sequence} is there more than once` }
    if (event.contentHash !== event.hash)
      return { sequence, problem: `Event ${sequence} is not as it was written: its content has another hash` }
    if (event.previousHash !== last.hash)
      return {
        sequence,
        problem: `Event ${sequence} does not follow ${nameOf(last)}: one of them was replaced`,
      }
    const checkpoint = expected.get(sequence)
    if (checkpoint !== undefined && checkpoint !== event.hash)
      return {
        sequence,
        problem: `Event ${sequence} is not the one of the checkpoint: the chain was written anew`,
      }
    return null
  }

  return {
    take(event) {
      const problem = problemOf(event)
      if (problem !== null) return problem
      checked += 1
      last = { sequence: event.sequence, hash: event.hash }
      return null
    },
    end() {
      if (last.sequence >= furthest) return null
      const first = last.sequence + 1
      return {
        sequence: first,
        problem: `The end is cut off: a checkpoint has seen events up to ${furthest}`,
      }
    },
    checked: () => checked,
    head: () => last,
  }

  function nameOf({ sequence }: ChainHead): string {
    if (sequence === before.sequence)
      return sequence === 0 ? 'the beginning' : `the cut after event ${sequence}`
    return `event ${sequence}`
  }
}
