/** A setup step that cannot go on, with what the reader can do about it. Printed without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'
}

/** @type {{ write(text: string): unknown }} */
let lines = process.stdout

/** Sends the lines of `say` to standard error: where standard output has a reader of its own. */
export function sayOnStandardError() {
  lines = process.stderr
}

/**
 * Prints one short line about a step that does something.
 *
 * @param {string} line
 */
export function say(line) {
  lines.write(`${line}\n`)
}

/**
 * Runs a script's body. What it answers becomes the exit code; a SetupError is printed as its sentence alone.
 *
 * @param {() => Promise<number>} body
 * @param {() => Promise<void>} cleanUp runs in every case, before the process ends
 */
export async function runScript(body, cleanUp) {
  /** @type {number} */
  let code
  try {
    code = await body()
  } catch (error) {
    process.stderr.write(
      `${error instanceof SetupError ? error.message : error instanceof Error ? error.stack : error}\n`,
    )
    code = 1
  }
  await cleanUp()
  process.exit(code)
}
