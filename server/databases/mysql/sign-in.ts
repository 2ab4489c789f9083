import { authPlugins } from 'mysql2'
import type { AuthPlugin } from 'mysql2'

/**
 * The driver's ways to prove the password that are held back, beside mysql_clear_password, which it leaves out by
 * itself. MySQL's own ways send the password as it is over TLS; without TLS they encrypt it with an RSA key that whoever
 * answers may hand out. In TLS mode DISABLE the user has said that the network can be trusted, and gets that. A
 * connection that was to be encrypted if possible does not give the password away to somebody in between.
 *
 * @param mayAskForKey false when the connection is plain though the user had rather had it encrypted
 */
export function signInPlugins(mayAskForKey: boolean): Record<string, AuthPlugin> | undefined {
  if (mayAskForKey) return undefined
  return {
    caching_sha2_password: withoutKeyRequest(
      authPlugins.caching_sha2_password({ overrideIsSecure: false }),
      2,
    ),
    sha256_password: withoutKeyRequest(authPlugins.sha256_password({}), 1),
  }
}

/** @param request the packet, a single byte, that asks for the key */
function withoutKeyRequest(plugin: AuthPlugin, request: number): AuthPlugin {
  return metadata => {
    const answer = plugin(metadata)
    return data => {
      const reply = answer(data)
      if (Buffer.isBuffer(reply) && reply.length === 1 && reply[0] === request) throw new KeyRequest()
      return reply
    }
  }
}

class KeyRequest extends Error {
  override readonly name = 'KeyRequest'
  /** Looked up in `failures.ts`. */
  readonly code = 'PASSWORD_NEEDS_TLS'
}
