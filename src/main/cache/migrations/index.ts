import type { Migration } from '../../sqlite/migrations'
import { up as domains } from './001-domains'
import { up as dkimAuthority } from './002-dkim-authority'
import { up as syncProgress } from './003-sync-progress'
import { up as offlineSince } from './004-offline-since'
import { up as wholeList } from './005-whole-list'
import { up as search } from './006-search'
import { up as checks } from './007-checks'
import { up as added } from './008-added'
import { up as outbox } from './009-outbox'
import { up as numbersInNameOrder } from './010-numbers-in-name-order'
import { up as unrehearsedChecks } from './011-unrehearsed-checks'
import { up as neededRecords } from './012-needed-records'
import { up as dkimKeys } from './013-dkim-keys'
import { up as subaccounts } from './014-subaccounts'
import { up as tracking } from './015-tracking'

/** Every step of the cache's schema, in order. Steps never change once released. */
export const CACHE_MIGRATIONS: readonly Migration[] = [
  { version: 1, up: domains },
  { version: 2, up: dkimAuthority },
  { version: 3, up: syncProgress },
  { version: 4, up: offlineSince },
  { version: 5, up: wholeList },
  { version: 6, up: search },
  { version: 7, up: checks },
  { version: 8, up: added },
  { version: 9, up: outbox },
  { version: 10, up: numbersInNameOrder },
  { version: 11, up: unrehearsedChecks },
  { version: 12, up: neededRecords },
  { version: 13, up: dkimKeys },
  { version: 14, up: subaccounts },
  { version: 15, up: tracking },
]
