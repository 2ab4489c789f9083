import { Authorized, Extensions } from 'type-graphql'
import type { AuthCheckerFn } from 'type-graphql'
import { requireMay } from '../permissions.ts'
import type { Permission } from '../permissions.ts'
import { signedIn } from './context.ts'
import type { ApiContext } from './context.ts'

/**
 * Above a field: who may ask for it, by the table in permissions.ts. Of several one is enough. Strangers get
 * UNAUTHENTICATED, others FORBIDDEN with who can; a subscription is asked about when it begins and at each event.
 */
export function AllowedTo(...permissions: [Permission, ...Permission[]]): MethodDecorator {
  const decorators: MethodDecorator[] = [
    Authorized<Permission>(permissions),
    Extensions({ allowedTo: permissions }),
  ]
  return (target, method, descriptor) => {
    for (const decorate of decorators) decorate(target, method, descriptor)
  }
}

/** What the schema is built with. An arrow function: what has a prototype is taken for a class there. */
export const checkPermission: AuthCheckerFn<ApiContext, Permission> = ({ context }, permissions) => {
  const user = signedIn(context)
  const [first, ...others] = permissions
  if (first !== undefined) requireMay(user, first, ...others)
  return true
}
