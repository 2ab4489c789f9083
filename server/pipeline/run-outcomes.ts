export type RunOutcomes = ReturnType<typeof createRunOutcomes>

/** Ends of runs on their way to the store and the record: kept until they are there, also when the store is away for a while. */
export function createRunOutcomes() {
  const unsettled = new Map<string, () => Promise<void>>()
  return {
    /** Takes all steps at once. Rejects when one fails; `settle` takes that one again. */
    keep(id: string, steps: readonly (() => Promise<void>)[]): Promise<void> {
      let left = steps
      let attempt: Promise<void> | null = null
      const takeSteps = async () => {
        const results = await Promise.allSettled(left.map(step => step()))
        left = left.filter((_, index) => results[index]?.status === 'rejected')
        const failure = results.find(({ status }) => status === 'rejected')
        if (failure?.status === 'rejected') throw failure.reason
        unsettled.delete(id)
      }
      const settle = () => (attempt ??= takeSteps().finally(() => (attempt = null)))
      unsettled.set(id, settle)
      return settle()
    },
    /** Waits for what is on its way and tries again what has failed. */
    async settle(): Promise<void> {
      await Promise.all([...unsettled.values()].map(settle => settle()))
    },
  }
}
