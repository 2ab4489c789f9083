import type { Permission } from '../graphql/generated/graphql.ts'
import { useViewer } from './use-viewer.ts'

/**
 * Whether who is signed in may do something: `const may = useMay()`, then `may('SEE_AUDIT')`. The server decides; this
 * keeps what it would refuse off the screen. The names are those of server/permissions.ts.
 */
export function useMay(): (permission: Permission) => boolean {
  const permissions = useViewer()?.permissions ?? []
  return permission => permissions.includes(permission)
}
