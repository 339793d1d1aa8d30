import { openKeytar } from '../../../../src/main/accounts/keychain-keytar'
import { describeLockedKeyring } from './locked-keyring'

describeLockedKeyring('keytar', openKeytar)
