import { counted } from '../../base/counted'

/**
 * What is said where a search asks for what only fetched records tell.
 *
 * @param many of how many domains the records were not fetched yet
 */
export function unfetchedWords(many: number, syncing: boolean): string {
  const words =
    many === 1
      ? 'The records of 1 domain are not fetched yet, so it is not known whether it fits.'
      : `The records of ${counted(many, 'domain')} are not fetched yet, so it is not known whether they fit.`
  return syncing ? `${words} Zonedesk is fetching them.` : words
}
