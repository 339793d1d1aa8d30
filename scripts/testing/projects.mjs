/**
 * @param {string[]} args what is passed on to vitest
 * @returns {boolean} whether tests may run that start the built app: false when only unit tests are named
 */
export function startsTheApp(args) {
  const projects = args.flatMap((arg, index) => {
    if (arg.startsWith('--project=')) return [arg.slice('--project='.length)]
    return arg === '--project' ? [args[index + 1] ?? ''] : []
  })
  return projects.length === 0 || projects.some((name) => name !== 'unit')
}
