import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { ROOT } from '../../../scripts/setup/paths.mjs'

/** A person can do nothing about these: a fault of the app's own, what the person stopped, and what no window sent. */
const WITHOUT_ADVICE = new Set(['internal', 'cancelled', 'untrusted'])

/** What no person reads as the sentence of an error, or whose sentence says itself what to do. */
const EXCEPT: Readonly<Record<string, string>> = {
  'src/main/embedded': 'answers of the API, in the words of the provider',
  'src/main/serve/arguments.ts': 'printed with the usage',
  'src/main/dns/wire/octets.ts': 'stays where a message of DNS is read',
  'src/main/dns-hosts/presets.ts': 'a preset that comes with the app, held by its own tests',
  'src/main/domains/notes/notes-import.ts': 'the reason beside an entry of a file, which is left out',
  'src/main/domains/option-rules.ts': 'the reason beside a field, which says what to do',
  'src/main/domains/mail-settings/smtp-credentials.ts': 'the reason beside a field, which says what to do',
}

it('says with every error that a person reads what to do about it', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !Object.keys(EXCEPT).some((except) => path.startsWith(except)))
  expect(files.length).toBeGreaterThan(500)
  expect(files.flatMap(unadvised)).toEqual([])
})

/** Where a file makes an error without advice, as `path:line`. */
function unadvised(path: string): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8')
  if (!text.includes('new ZonedeskError(')) return []
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText(source) === 'ZonedeskError' && !isAdvised(node)) {
      found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isAdvised({ arguments: all }: ts.NewExpression): boolean {
  const [code, options] = [all?.at(0), all?.at(2)]
  if (code !== undefined && ts.isStringLiteral(code) && WITHOUT_ADVICE.has(code.text)) return true
  if (options === undefined) return false
  // What is handed on has its advice where it is made.
  if (!ts.isObjectLiteralExpression(options)) return true
  return options.properties.some(
    (property) =>
      ts.isSpreadAssignment(property) || (ts.isIdentifier(property.name) && property.name.text === 'fix'),
  )
}
