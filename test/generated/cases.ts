import fc from 'fast-check'

/**
 * Generates the same cases each time, so that what passed today does not fail tomorrow on a case that nobody has changed.
 * `ZONEDESK_SEED`, any whole number, generates others: to look for cases that no test has met.
 */
const seed = Number(process.env['ZONEDESK_SEED'] ?? 20261130)
if (!Number.isSafeInteger(seed)) throw new Error('ZONEDESK_SEED must be a whole number.')
fc.configureGlobal({ seed })

export default fc
