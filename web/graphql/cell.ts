/** What one cell of a result travels as: see the scalar Row in schema.graphql. */
export type Cell =
  string | number | boolean | null | readonly Cell[] | { readonly [key: string]: Cell | undefined }

/** One cell per column, in column order. */
export type Row = readonly Cell[]
