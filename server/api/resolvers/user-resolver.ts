import { FieldResolver, Resolver, Root } from 'type-graphql'
import type { User } from '../../domain.ts'
import { permissionsOf } from '../../permissions.ts'
import type { Permission } from '../../permissions.ts'
import { Permission as PermissionEnum } from '../types/enums.ts'
import { UserType } from '../types/user-type.ts'

@Resolver(() => UserType)
export class UserResolver {
  @FieldResolver(() => [PermissionEnum], {
    description: 'What they may do; through an API token, what it leaves them.',
  })
  permissions(@Root() user: User): readonly Permission[] {
    return permissionsOf(user)
  }
}
