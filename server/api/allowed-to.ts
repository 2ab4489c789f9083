import type { GraphQLSchema } from 'graphql'
import { Authorized, Extensions } from 'type-graphql'
import type { AuthCheckerFn } from 'type-graphql'
import { may, requireMay } from '../permissions.ts'
import type { Permission } from '../permissions.ts'
import { signedIn } from './context.ts'
import type { ApiContext } from './context.ts'
import { whileAllowed } from './while-allowed.ts'

/**
 * Above a field: who may ask for it, by the table in permissions.ts. Of several one is enough. Strangers get
 * UNAUTHENTICATED, others FORBIDDEN with who can, which is on record; a subscription is asked about when it begins and
 * breaks off when the right is lost.
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
export const checkPermission: AuthCheckerFn<ApiContext, Permission> = (
  { context, info },
  permissions,
): boolean | Promise<boolean> => {
  const user = signedIn(context)
  const [first, ...others] = permissions
  if (first === undefined || permissions.some(permission => may(user, permission))) return true
  const field = `${info.parentType.name}.${info.fieldName}`
  return context.accounts.refused(user, field, permissions).then(() => {
    requireMay(user, first, ...others)
    return true
  })
}

/** Has every subscription end with the right to it. */
export function breakOffWithRights(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const { subscribe } = field
    if (subscribe === undefined) continue
    field.subscribe = async (root, args, context: ApiContext, info) =>
      whileAllowed((await subscribe(root, args, context, info)) as AsyncIterable<unknown>, context)
  }
  return schema
}
