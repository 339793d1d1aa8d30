import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** What `npm run second-opinions` found or made, under the names it says when it could not have one. */
export type ProgramName =
  | 'python'
  | 'python3-spf'
  | 'python3-dkim'
  | 'python3-authheaders'
  | 'nsupdate'
  | 'knsupdate'
  | 'dig'
  | 'kdig'
  | 'provider-schemas'
  | 'actionlint'
  | 'dnscontrol'
  | 'mailgun-go'
  | 'schema-provider'
  | 'tofu'

const found = JSON.parse(process.env['ZONEDESK_SECOND_OPINIONS'] ?? '{}') as Partial<
  Record<ProgramName, string | null>
>

/** Whether a test has nobody to ask. The command has said which program is not there, and why. */
export function isLacking(name: ProgramName): boolean {
  return (found[name] ?? null) === null
}

/** @throws Error when it is not there */
export function pathOf(name: ProgramName): string {
  const path = found[name] ?? null
  if (path === null) throw new Error(`There is no ${name}. Run: npm run second-opinions`)
  return path
}

/**
 * Runs a program on a text, while this process goes on: the servers that it asks may be in this process's care.
 *
 * @returns what it wrote to standard output
 * @throws Error with what it wrote, when it does not end with 0
 */
export async function answerOf(
  name: ProgramName,
  args: readonly string[],
  options: { input?: string; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const program = pathOf(name)
  const { input = '', cwd = process.cwd(), env = {} } = options
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' })
  child.stdin.on('error', () => {
    // It ended without reading all; how it ended says more.
  })
  child.stdin.end(input)
  const [output, words, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  if (status === 0) return output
  // The end says why; a whole zone may stand before it.
  throw new Error(`${name} ended with ${String(status)}:\n${`${output}${words}`.slice(-3000)}`)
}
