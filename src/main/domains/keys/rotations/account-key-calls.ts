import { ZonedeskError } from '../../../../preload/contract/failure'
import type { AccountCalls } from '../../calls/account-calls'
import type { RotationCalls } from './make-move'

/** The calls of rotations, made as every other call of their accounts. */
export function accountKeyCalls({ askAbout }: Pick<AccountCalls, 'askAbout'>): RotationCalls {
  return {
    async read(accountId, signingDomain, stop) {
      const { keys, unread } = await askAbout({ accountId, name: signingDomain }, (client, signal) =>
        client.dkimKeys.ofDomain(signingDomain, AbortSignal.any([signal, stop]), { urgency: 'background' }),
      )
      if (unread > 0) {
        throw new ZonedeskError(
          'bad-answer',
          `Some of the DKIM keys of ${signingDomain} could not be read, so it is not known which of them sign.`,
          { fix: 'Look at the keys at the provider, and have the rotation go on.' },
        )
      }
      // Some answers list the keys of other domains beside the domain's own.
      return keys
        .filter((key) => key.signingDomain === signingDomain)
        .map(({ selector, record }) => ({
          selector,
          record: { name: record.name, value: record.value },
          signs: record.isActive,
        }))
    },
    async create(accountId, signingDomain, selector, bits) {
      const { record } = await askAbout({ accountId, name: signingDomain }, (client, signal) =>
        client.dkimKeys.create(signingDomain, selector, { bits }, signal),
      )
      return { name: record.name, value: record.value }
    },
    activate: (accountId, signingDomain, selector) =>
      askAbout({ accountId, name: signingDomain }, (client, signal) =>
        client.dkimKeys.activate(signingDomain, selector, signal),
      ),
    deactivate: (accountId, signingDomain, selector) =>
      askAbout({ accountId, name: signingDomain }, (client, signal) =>
        client.dkimKeys.deactivate(signingDomain, selector, signal),
      ),
    delete: (accountId, signingDomain, selector) =>
      askAbout({ accountId, name: signingDomain }, (client, signal) =>
        client.dkimKeys.delete(signingDomain, selector, signal),
      ),
  }
}
