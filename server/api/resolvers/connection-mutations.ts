import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql'
import type { Connection, ConnectionCheck } from '../../domain.ts'
import { ConnectionInputType, GlossaryTermInput, ValueSamplingInput } from '../connection-inputs.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { ConnectionCheckType } from '../types/connection-check-type.ts'
import { ConnectionType } from '../types/connection-type.ts'

@Resolver()
export class ConnectionMutations {
  @AllowedTo('MANAGE_CONNECTIONS_IN_DEVELOPMENT', 'MANAGE_CONNECTIONS_IN_PRODUCTION')
  @Mutation(() => ConnectionCheckType, {
    description:
      'Tries it and saves nothing. With the connection that is being edited, an empty password means the saved one.',
  })
  checkConnection(
    @Arg('input', () => ConnectionInputType) input: ConnectionInputType,
    @Arg('connectionId', () => ID, { nullable: true }) connectionId: string | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<ConnectionCheck> {
    return context.pipeline.connections.check(signedIn(context), input, connectionId ?? null)
  }

  @AllowedTo('MANAGE_CONNECTIONS_IN_DEVELOPMENT', 'MANAGE_CONNECTIONS_IN_PRODUCTION')
  @Mutation(() => ConnectionType, {
    description:
      'Connects first: what checkConnection would answer as a problem is an error here, with the same code, and nothing is saved.',
  })
  createConnection(
    @Arg('input', () => ConnectionInputType) input: ConnectionInputType,
    @Ctx() context: ApiContext,
  ): Promise<Connection> {
    return context.pipeline.connections.create(signedIn(context), input)
  }

  @AllowedTo('MANAGE_CONNECTIONS_IN_DEVELOPMENT', 'MANAGE_CONNECTIONS_IN_PRODUCTION')
  @Mutation(() => ConnectionType, {
    description:
      'Connects first, as createConnection does, when it changes where the database is or how to get in. What runs there then ends.',
  })
  updateConnection(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => ConnectionInputType) input: ConnectionInputType,
    @Ctx() context: ApiContext,
  ): Promise<Connection> {
    return context.pipeline.connections.update(signedIn(context), id, input)
  }

  @AllowedTo('MANAGE_CONNECTIONS_IN_DEVELOPMENT', 'MANAGE_CONNECTIONS_IN_PRODUCTION')
  @Mutation(() => Boolean, {
    description: 'Forgets the password and ends what runs there; the history that speaks of it stays.',
  })
  deleteConnection(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<boolean> {
    return context.pipeline.connections.remove(signedIn(context), id)
  }

  @AllowedTo('MANAGE_CONNECTIONS_IN_DEVELOPMENT', 'MANAGE_CONNECTIONS_IN_PRODUCTION')
  @Mutation(() => ConnectionType, {
    description:
      'The login that changes are applied with, so that questions can keep one that only reads; tried first. Without a username: the connection’s own login.',
  })
  setChangeLogin(
    @Arg('connectionId', () => ID) connectionId: string,
    @Arg('username', () => String, { nullable: true }) username: string | null | undefined,
    @Arg('password', () => String, { nullable: true }) password: string | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<Connection> {
    const login = username == null ? null : { username, password: password ?? '' }
    return context.pipeline.changeLogin.set(signedIn(context), connectionId, login)
  }

  @AllowedTo('MANAGE_CONNECTIONS_IN_DEVELOPMENT', 'MANAGE_CONNECTIONS_IN_PRODUCTION')
  @Mutation(() => ConnectionType, { description: 'Puts these terms in place of all that were there.' })
  setGlossary(
    @Arg('connectionId', () => ID) connectionId: string,
    @Arg('terms', () => [GlossaryTermInput]) terms: GlossaryTermInput[],
    @Ctx() context: ApiContext,
  ): Promise<Connection> {
    const given = terms.map(({ term, meaning, sql }) => ({ term, meaning, sql: sql ?? null }))
    return context.pipeline.connections.setGlossary(signedIn(context), connectionId, given)
  }

  @AllowedTo('MANAGE_CONNECTIONS_IN_DEVELOPMENT', 'MANAGE_CONNECTIONS_IN_PRODUCTION')
  @Mutation(() => ConnectionType)
  setValueSampling(
    @Arg('connectionId', () => ID) connectionId: string,
    @Arg('sampling', () => ValueSamplingInput) sampling: ValueSamplingInput,
    @Ctx() context: ApiContext,
  ): Promise<Connection> {
    return context.pipeline.connections.setSampling(signedIn(context), connectionId, sampling)
  }

  @AllowedTo('ALLOW_FUNCTIONS')
  @Mutation(() => ConnectionType, {
    description:
      'Puts these functions of users and extensions, written as in SQL and without arguments, in place of all that queries could call. In effect at once. For administrators.',
  })
  setAllowedFunctions(
    @Arg('connectionId', () => ID) connectionId: string,
    @Arg('functions', () => [String]) functions: string[],
    @Ctx() context: ApiContext,
  ): Promise<Connection> {
    return context.pipeline.connections.functions.set(signedIn(context), connectionId, functions)
  }

  @AllowedTo('SWITCH_ON_COMPARING')
  @Mutation(() => ConnectionType, {
    description:
      'Whether whoever asks may have drafts of an answer run and compared there, unseen: see `AskInput.careful`. For administrators.',
  })
  setCareful(
    @Arg('connectionId', () => ID) connectionId: string,
    @Arg('careful', () => Boolean) careful: boolean,
    @Ctx() context: ApiContext,
  ): Promise<Connection> {
    return context.pipeline.connections.setCareful(signedIn(context), connectionId, careful)
  }

  @AllowedTo('INSPECT_CONNECTIONS')
  @Mutation(() => ConnectionType, {
    description: 'Reads tables and columns anew. For developers and administrators.',
  })
  refreshCatalog(
    @Arg('connectionId', () => ID) connectionId: string,
    @Ctx() context: ApiContext,
  ): Promise<Connection> {
    return context.pipeline.connections.refresh(signedIn(context), connectionId)
  }
}
