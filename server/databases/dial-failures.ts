/** What dialling fails with, in words for whoever typed the host, and for the administrator of this app. */
import type { AppError } from '../errors.ts'
import { failed } from './failure.ts'
import type { Failure } from './failure.ts'
import type { HostVerdict } from './host-policy.ts'

export const NAME_NOT_RESOLVED: Failure = {
  code: 'DATABASE_NAME_NOT_RESOLVED',
  message: 'The host name of the database is not known.',
  hints: ['Check its spelling.', 'An internal name may need a VPN, or the network of this app’s machine.'],
}

export const NOT_LISTENING: Failure = {
  code: 'DATABASE_NOT_LISTENING',
  message: 'No database server listens at this host and port.',
  hints: ['Check host and port.', 'Check that the server runs and takes connections from this machine.'],
}

/** @param host as the user typed it */
export function localhostInContainer(host: string): Failure {
  return {
    code: 'DATABASE_LOCALHOST_IN_CONTAINER',
    message: `This app runs in a container, where ${host} is the container itself, and nothing listens on that port of it.`,
    hints: [
      'For a database on the machine that runs Docker: host.docker.internal. Docker Desktop knows that name; on Linux, add `extra_hosts: ["host.docker.internal:host-gateway"]` to this app’s service in docker-compose.yml.',
      'For a database in the same Compose file: the name of its service.',
    ],
  }
}

/** The reason in terms of the rules; what a name resolves to stays untold, as the internal name server is not ours to publish. */
export function hostForbidden(verdict: Exclude<HostVerdict, { allowed: true }>): AppError {
  const { message, remedy } = wordsFor(verdict)
  return failed(
    { code: 'DATABASE_HOST_FORBIDDEN', message, hints: ['Check the spelling of the host.', remedy] },
    verdict.because,
  )
}

function wordsFor(verdict: Exclude<HostVerdict, { allowed: true }>): { message: string; remedy: string } {
  switch (verdict.because) {
    case 'FORBIDDEN':
      return {
        message: `This app may not connect to this host: the rule ${verdict.rule} of DATABASE_HOSTS forbids it.`,
        remedy: 'The administrator of this app can change that rule.',
      }
    case 'BUILT_IN':
      return {
        message: `This app may not connect to this host: ${verdict.rule} are closed to it.`,
        remedy:
          'The administrator of this app can open a single one by adding it to DATABASE_HOSTS, exactly as it is.',
      }
    case 'NOT_LISTED':
      return {
        message: 'This app may not connect to this host: no rule of DATABASE_HOSTS allows it.',
        remedy: 'The administrator of this app can add the host, or its network, to DATABASE_HOSTS.',
      }
  }
}
