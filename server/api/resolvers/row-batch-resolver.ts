import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Row } from '../../domain.ts'
import type { RunEvent } from '../../pipeline/run-query.ts'
import type { ApiContext } from '../context.ts'
import { RowBatchType } from '../types/event-types.ts'
import { RowScalar } from '../types/scalars.ts'

type RowsEvent = Extract<RunEvent, { kind: 'rows' }>

@Resolver(() => RowBatchType)
export class RowBatchResolver {
  /** A placeholder where the answer is text that the rows are spliced into: no cell is walked on its way. */
  @FieldResolver(() => [RowScalar])
  rows(@Root() { rows }: RowsEvent, @Ctx() { rowSlot }: ApiContext): readonly Row[] {
    return rowSlot?.hold(rows) ?? (JSON.parse(`[${rows.json.toString()}]`) as readonly Row[])
  }
}
