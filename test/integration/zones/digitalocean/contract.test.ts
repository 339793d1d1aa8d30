import { accessContract } from '../access-contract'
import { startDigitalOcean } from './digitalocean-server'

accessContract('DigitalOcean', startDigitalOcean)
