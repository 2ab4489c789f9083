import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql'
import type { Connection, ConnectionCheck, GlossaryTerm } from '../../domain.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { searchTables } from '../search-tables.ts'
import { ConnectionCheckType } from '../types/connection-check-type.ts'
import {
  AddedFunctionType,
  AllowedFunctionType,
  CarefulLimitsType,
  CatalogStateType,
  ConnectionType,
  GlossaryTermType,
  SampledColumnType,
} from '../types/connection-type.ts'
import { TableType } from '../types/table-type.ts'

/** Of each sampled column; all of them would be the table. */
const SHOWN_VALUES = 20

@Resolver(() => ConnectionType)
export class ConnectionResolver {
  @AllowedTo('SEE_CONNECTIONS')
  @Query(() => [ConnectionType])
  connections(@Ctx() context: ApiContext): Promise<Connection[]> {
    return context.pipeline.lookup.connections(signedIn(context))
  }

  @AllowedTo('SEE_CONNECTIONS')
  @Query(() => ConnectionType, { nullable: true })
  connection(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<Connection | null> {
    return context.pipeline.lookup.findConnection(signedIn(context), id)
  }

  @FieldResolver(() => [TableType], {
    description: 'Tables and views the saved login can see, best match first when `search` is given.',
  })
  async tables(
    @Root() connection: Connection,
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 200 }) first: number | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<TableType[]> {
    const { tables } = await context.pipeline.catalog(signedIn(context), connection.id)
    return searchTables(tables, search ?? '', Math.max(0, first ?? 200))
  }

  @AllowedTo('INSPECT_CONNECTIONS')
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Whom changes are applied as; null: as questions are asked.',
  })
  changeUsername(@Root() connection: Connection, @Ctx() context: ApiContext): Promise<string | null> {
    return context.pipeline.changeLogin.username(connection)
  }

  @FieldResolver(() => [String], {
    description: 'Questions that work on this connection, for somebody who has asked none yet.',
  })
  async exampleQuestions(
    @Root() connection: Connection,
    @Ctx() context: ApiContext,
  ): Promise<readonly string[]> {
    return context.pipeline.examples(signedIn(context), connection)
  }

  @FieldResolver(() => [GlossaryTermType], {
    description: 'Words of the business and what they mean here; both translators read them.',
  })
  glossary(@Root() { id }: Connection, @Ctx() { pipeline }: ApiContext): Promise<readonly GlossaryTerm[]> {
    return pipeline.lookup.glossary(id)
  }

  @FieldResolver(() => CarefulLimitsType, {
    nullable: true,
    description: 'Null: no model is configured, so there are no drafts to compare.',
  })
  carefulLimits(@Ctx() { pipeline }: ApiContext): CarefulLimitsType | null {
    return pipeline.model.careful()
  }

  @FieldResolver(() => Boolean, { description: 'Whether the caller may edit and delete it.' })
  canEdit(@Root() connection: Connection, @Ctx() context: ApiContext): boolean {
    return context.pipeline.connections.mayEdit(signedIn(context), connection)
  }

  @AllowedTo('INSPECT_CONNECTIONS')
  @FieldResolver(() => ConnectionCheckType, {
    description:
      'Whether it works now, at most 30 seconds old. For developers and administrators; others get FORBIDDEN.',
  })
  check(@Root() connection: Connection, @Ctx() context: ApiContext): Promise<ConnectionCheck> {
    return context.pipeline.connections.state(signedIn(context), connection)
  }

  @FieldResolver(() => [AllowedFunctionType], {
    description:
      'Functions of users and extensions that queries may call because an administrator answers for them.',
  })
  allowedFunctions(@Root() connection: Connection, @Ctx() { pipeline }: ApiContext): AllowedFunctionType[] {
    return connection.allowedFunctions.map(({ schema, name }) => {
      const path = pipeline.connections.functions.write(connection, { schema, name })
      return { schema, name, path }
    })
  }

  @AllowedTo('INSPECT_CONNECTIONS')
  @FieldResolver(() => [AddedFunctionType], {
    description:
      'The functions that users and extensions have added to the server, to choose from. For developers and administrators; others get FORBIDDEN.',
  })
  async addedFunctions(
    @Root() connection: Connection,
    @Ctx() context: ApiContext,
  ): Promise<AddedFunctionType[]> {
    const { functions } = context.pipeline.connections
    const added = await functions.added(signedIn(context), connection)
    return added.map(each => ({ ...each, path: functions.write(connection, each) }))
  }

  @FieldResolver(() => CatalogStateType)
  async catalog(@Root() { id }: Connection, @Ctx() context: ApiContext): Promise<CatalogStateType> {
    const { version, readAt, tables } = await context.pipeline.catalog(signedIn(context), id)
    const columnCount = tables.reduce((sum, { columns }) => sum + columns.length, 0)
    return { version, readAt, tableCount: tables.length, columnCount }
  }

  @FieldResolver(() => [SampledColumnType], {
    description: 'Columns whose values are known at the moment; there are none before the first question.',
  })
  async sampledColumns(
    @Root() connection: Connection,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<SampledColumnType[]> {
    const samples = await pipeline.connections.samples(connection)
    return samples.map(({ schema, table, column, values, complete, readAt }) => ({
      schema,
      table,
      column,
      values: values.slice(0, SHOWN_VALUES),
      valueCount: values.length,
      complete,
      readAt,
    }))
  }
}
