import { expect, it } from 'vitest'
import { splitScript } from './split-script.ts'

it.each([
  ['select 1; select 2', ['select 1', 'select 2']],
  [`select ';''', ";", \`;\` -- ; x\n; /* ; */ select 2 # ;\n;`, [`select ';''', ";", \`;\``, 'select 2']],
  ['do $a$ begin; $$ ; end $a$; select 1', ['do $a$ begin; $$ ; end $a$', 'select 1']],
  [
    'DELIMITER $$\ncreate x begin a; b; end$$\nDELIMITER ;\nselect 1;',
    ['create x begin a; b; end', 'select 1'],
  ],
  ['/*M!100300 create sequence s */;', ['/*M!100300 create sequence s */']],
])('splits %j', (script, statements) => {
  expect(splitScript(script)).toEqual(statements)
})
