import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { named } from '../one-line.ts'

/** How the target is reached, and what a lost link would mean. */
export function connectionEvidence(facts: Facts): readonly Found[] {
  const { connection, server, unreachable, environment } = facts
  const { tls, host } = connection
  const found: Found[] = []
  if (unreachable !== null)
    found.push({
      topic: 'CONNECTION',
      text: `The target could not be asked now (${unreachable}), so what is said of it is from before`,
      floor: 'CHANGES_REQUESTED',
      hint: 'Mend the connection, then hold the roundtable again.',
    })
  if (server !== null) {
    const { encrypted, pooled, readOnlyReplica, serverVersion, latencyMs } = server
    if (pooled)
      found.push({
        topic: 'CONNECTION',
        text: 'A pooler stands between here and the server: locks and settings of a session do not hold behind it',
        floor: 'BLOCK',
        hint: 'Point the connection at the server itself for changes.',
      })
    if (readOnlyReplica)
      found.push({
        topic: 'CONNECTION',
        text: 'The server is a replica that takes no writes',
        floor: 'BLOCK',
        hint: 'Point the connection at the primary.',
      })
    if (encrypted)
      found.push(
        fact(
          'CONNECTION',
          `${named(serverVersion)} answers over TLS (${tls}) in ${Math.round(latencyMs)} ms`,
        ),
      )
    else if (isHere(host))
      found.push(
        fact(
          'CONNECTION',
          `${named(serverVersion)} answers on this machine without TLS (${tls}) in ${Math.round(latencyMs)} ms`,
        ),
      )
    else
      found.push({
        topic: 'CONNECTION',
        text: `${named(serverVersion)} answers without TLS (${tls}) from ${named(host)}: anybody on the way can read and change what is sent`,
        floor: environment === 'PRODUCTION' ? 'CHANGES_REQUESTED' : 'APPROVE_WITH_CONDITIONS',
        hint: 'Set TLS to VERIFY_FULL for this connection.',
      })
    if (encrypted && environment === 'PRODUCTION' && tls !== 'VERIFY_FULL' && !isHere(host))
      found.push({
        topic: 'CONNECTION',
        text: `TLS is ${tls}, so nobody checks that the server is the one that is meant`,
        floor: 'APPROVE_WITH_CONDITIONS',
        hint: 'Set TLS to VERIFY_FULL.',
      })
  }
  if (environment !== connection.environment)
    found.push({
      topic: 'CONNECTION',
      text: `The connection is saved as ${connection.environment.toLowerCase()} and leads to a ${environment.toLowerCase()} database`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'The rules of production hold; have the connection called what it is.',
    })
  return found
}

function isHere(host: string): boolean {
  return /^(localhost|127\.|::1$|\[::1\]$|\/)/.test(host)
}
