import { describeLockedKeyring } from './locked-keyring'

describeLockedKeyring('keytar')
