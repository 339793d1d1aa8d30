import { accessContract } from '../access-contract'
import { STARTERS, startContractHost } from './servers'

for (const [name, start] of STARTERS) {
  for (const transfer of [true, false]) {
    const words = transfer
      ? 'which lets the key transfer the zone'
      : 'which does not let the key transfer the zone'
    accessContract(`${name}, ${words}, by RFC 2136`, () => startContractHost(start, transfer))
  }
}
