import { Field, Float, ObjectType } from 'type-graphql'

@ObjectType('TableColumn')
export class TableColumnType {
  @Field(() => String) name!: string
  @Field(() => String) type!: string
  @Field(() => Boolean) nullable!: boolean
  @Field(() => Boolean) primaryKey!: boolean
  @Field(() => String, {
    nullable: true,
    description: 'The column it refers to, e.g. `public.customers.id`.',
  })
  references!: string | null
  @Field(() => String, { nullable: true }) comment!: string | null
}

@ObjectType('Table')
export class TableType {
  @Field(() => String) schema!: string
  @Field(() => String) name!: string
  @Field(() => String) kind!: string
  @Field(() => String, { nullable: true }) comment!: string | null
  @Field(() => Float, { nullable: true }) rowEstimate!: number | null
  @Field(() => [TableColumnType]) columns!: readonly TableColumnType[]
}
