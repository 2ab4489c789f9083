/** `npm run audit:verify`: whether the audit is whole, see docs/audit.md. */
import { resolve } from 'node:path'
import { VERIFY_AUDIT_FILE } from './steps/build.mjs'
import { runBuiltProgram } from './steps/run-built-program.mjs'

// A file is meant as it is seen from where the command was given.
const from = process.env.INIT_CWD ?? process.cwd()
process.argv = process.argv.map((text, index) =>
  index < 2 || text.startsWith('-') ? text : resolve(from, text),
)

await runBuiltProgram(VERIFY_AUDIT_FILE)
