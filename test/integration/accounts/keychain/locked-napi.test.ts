import { describeLockedKeyring } from './locked-keyring'

describeLockedKeyring('@napi-rs/keyring')
