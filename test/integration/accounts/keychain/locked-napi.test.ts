import { openNapiKeyring } from '../../../../src/main/accounts/keychain-napi'
import { describeLockedKeyring } from './locked-keyring'

describeLockedKeyring('@napi-rs/keyring', openNapiKeyring)
