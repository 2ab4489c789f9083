import type { LintRule } from '../lint.ts'
import { alteredTables, at, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'

/** A long step on a server that others follow: they begin when it is done here. */
export const warnReplicaLag: LintRule = {
  id: 'warn-replica-lag',
  check: input => {
    const { traits = [] } = input.before
    const isCluster = traits.includes('CLUSTER')
    if (!isCluster && !traits.includes('BINARY_LOG')) return []
    return alteredTables(input)
      .filter(({ step }) => ['COPY', 'REWRITE', 'INDEX_BUILD'].includes(step?.cost ?? ''))
      .filter(({ step }) => milderIfSmall('WARNING', step) === 'WARNING')
      .map(({ statement, step }) => ({
        severity: 'WARNING' as const,
        message: isCluster
          ? `This server is one of a cluster: all of it stands still for as long as this takes${sizeInBrackets(step)}.`
          : `Replicas of this server do it after it, and fall behind for as long as it took here${sizeInBrackets(step)}.`,
        hint: isCluster
          ? 'Do it in a window, or node by node (wsrep_OSU_method = RSU) by the administrator of the cluster.'
          : 'Choose a time at which nobody needs the replicas to be up to date.',
        ...at(statement),
      }))
  },
}
