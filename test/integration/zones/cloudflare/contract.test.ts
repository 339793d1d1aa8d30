import { accessContract } from '../access-contract'
import { startCloudflare } from './cloudflare-server'

accessContract('Cloudflare', startCloudflare)
