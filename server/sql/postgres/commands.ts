/** Statements whose tag does not read like the command that people write. */
const COMMANDS: Readonly<Record<string, string>> = {
  SelectStmt: 'SELECT',
  CreateStmt: 'CREATE TABLE',
  CreateTableAsStmt: 'CREATE TABLE AS',
  ViewStmt: 'CREATE VIEW',
  IndexStmt: 'CREATE INDEX',
  DefineStmt: 'CREATE',
  CompositeTypeStmt: 'CREATE TYPE',
  RuleStmt: 'CREATE RULE',
  CreatedbStmt: 'CREATE DATABASE',
  DropdbStmt: 'DROP DATABASE',
  CreateSeqStmt: 'CREATE SEQUENCE',
  AlterSeqStmt: 'ALTER SEQUENCE',
  CreateTrigStmt: 'CREATE TRIGGER',
  RenameStmt: 'ALTER … RENAME',
  RefreshMatViewStmt: 'REFRESH MATERIALIZED VIEW',
  VariableSetStmt: 'SET',
  VariableShowStmt: 'SHOW',
  TransactionStmt: 'a transaction command',
  ConstraintsSetStmt: 'SET CONSTRAINTS',
  DeclareCursorStmt: 'DECLARE CURSOR',
  ClosePortalStmt: 'CLOSE',
  CheckPointStmt: 'CHECKPOINT',
}

/** The command in words: from the list above, else from the tag (`AlterRoleStmt` → `ALTER ROLE`). */
export function commandOf(tag: string): string {
  const words = tag.replace(/Stmt$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
  return COMMANDS[tag] ?? words.toUpperCase()
}
