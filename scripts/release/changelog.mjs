import { SetupError } from '../setup/report.mjs'

/**
 * @param {string} changelog in the format of Keep a Changelog 1.1.0
 * @param {string} version
 * @returns {{ date: string, text: string }} when the version was released, as YYYY-MM-DD, and what its section says
 * @throws {SetupError} when there is no such section, or nothing in it
 */
export function releaseNotes(changelog, version) {
  const section = changelog.split(/^## /m).find((part) => part.startsWith(`${version} - `))
  if (section === undefined) throw new SetupError(`CHANGELOG.md has no section "## ${version} - DATE".`)
  const [heading = '', ...lines] = section.split('\n')
  const [, date] = /^\S+ - (\d{4}-\d{2}-\d{2})$/.exec(heading) ?? []
  const text = lines.join('\n').trim()
  if (date === undefined || text === '') {
    throw new SetupError(`The section of ${version} in CHANGELOG.md needs a date and a text.`)
  }
  return { date, text: `${text}\n` }
}
