/**
 * What electron-builder asks of fpm. Source of the arguments: https://fpm.readthedocs.io/en/latest/cli-reference.html
 *
 * @typedef {object} FpmRequest
 * @property {string} target `deb` or `rpm`
 * @property {Record<string, string>} options each option's last value, without its dashes
 * @property {string[]} depends
 * @property {string[]} recommends
 * @property {{ from: string, to: string }[]} files where each file, or the content of each folder, goes
 */

/** Options that stand alone. */
const FLAGS = new Set(['--force', '--debug'])

/**
 * @param {string[]} args as electron-builder gives them to fpm
 * @returns {FpmRequest}
 * @throws {Error} when an option has no value, or something is neither an option nor `FROM=TO`
 */
export function parseFpmArguments(args) {
  /** @type {FpmRequest} */
  const request = { target: '', options: {}, depends: [], recommends: [], files: [] }
  for (let i = 0; i < args.length; i++) {
    const arg = /** @type {string} */ (args[i])
    if (FLAGS.has(arg)) continue
    if (!arg.startsWith('-')) {
      const [from, to, ...more] = arg.split('=')
      if (!from || !to || more.length > 0) throw new Error(`${arg} is not FROM=TO.`)
      request.files.push({ from, to })
      continue
    }
    const value = args[++i]
    if (value === undefined) throw new Error(`${arg} has no value.`)
    if (arg === '-d') request.depends.push(value)
    else if (arg === '--deb-recommends') request.recommends.push(value)
    else if (arg === '-t') request.target = value
    else request.options[arg.replace(/^-+/, '')] = value
  }
  return request
}

/**
 * @param {FpmRequest} request
 * @param {string} name
 * @returns {string}
 * @throws {Error} when electron-builder did not give it
 */
export function required(request, name) {
  const value = request.options[name]
  if (value === undefined) throw new Error(`--${name} is missing.`)
  return value
}
