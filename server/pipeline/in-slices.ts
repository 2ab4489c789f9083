import { setImmediate } from 'node:timers/promises'

/** Of steps that take well under a millisecond each. */
const STEPS_A_SLICE = 20

/** Takes all steps, and lets others have their turn after every few. */
export async function inSlices(...works: Iterable<undefined>[]): Promise<void> {
  let steps = 0
  for (const work of works) for (const _ of work) if (++steps % STEPS_A_SLICE === 0) await setImmediate()
}
