/** Which dialog about many domains stands open. Mounted by `BulkDialogs.svelte`. */
export const bulkDialogs = $state({
  /** The list of domains to add. */
  create: false,
  /** Text to begin that list with. */
  text: '',
  /** The job that is shown; null closes. */
  job: null as number | null,
})

/** Opens the list of domains to add. */
export function addSeveral(text = ''): void {
  bulkDialogs.text = text
  bulkDialogs.create = true
}
