/**
 * The operators of pg_catalog (PostgreSQL 18; none of them is volatile), and the names under which the grammar keeps
 * BETWEEN. A user's operator with the same name for a type of their own is not told apart.
 */
export const BUILT_IN_OPERATORS: ReadonlySet<string> = new Set([
  ...'!! !~ !~* !~~ !~~* # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- /'.split(' '),
  ...'< <-> << <<= <<| <= <> <@ <^ = > >= >> >>= >^ ? ?# ?& ?- ?-| ?| ?|| @ @-@ @> @? @@ @@@'.split(' '),
  ...'^ ^@ | |&> |/ |>> || ||/ ~ ~* ~<=~ ~<~ ~= ~>=~ ~>~ ~~ ~~*'.split(' '),
  'BETWEEN',
  'NOT BETWEEN',
  'BETWEEN SYMMETRIC',
  'NOT BETWEEN SYMMETRIC',
])
