import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql'
import type { Connection } from '../../domain.ts'
import type { ApiContext } from '../context.ts'
import { searchTables } from '../search-tables.ts'
import { ConnectionType, TableType } from '../types/connection-type.ts'

@Resolver(() => ConnectionType)
export class ConnectionResolver {
  @Authorized()
  @Query(() => [ConnectionType])
  connections(@Ctx() { pipeline }: ApiContext): Promise<Connection[]> {
    return pipeline.lookup.connections()
  }

  @Authorized()
  @Query(() => ConnectionType, { nullable: true })
  connection(@Arg('id', () => ID) id: string, @Ctx() { pipeline }: ApiContext): Promise<Connection | null> {
    return pipeline.lookup.findConnection(id)
  }

  @FieldResolver(() => [TableType], {
    description: 'Tables and views the saved login can see, best match first when `search` is given.',
  })
  async tables(
    @Root() connection: Connection,
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 200 }) first: number | null | undefined,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<TableType[]> {
    const { tables } = await pipeline.catalog(connection.id)
    return searchTables(tables, search ?? '', Math.max(0, first ?? 200))
  }

  @FieldResolver(() => [String], {
    description: 'Questions that work on this connection, for somebody who has asked none yet.',
  })
  async exampleQuestions(
    @Root() connection: Connection,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<readonly string[]> {
    return pipeline.examples(connection)
  }
}
