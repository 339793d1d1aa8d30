import { accessContract } from '../access-contract'
import { startRoute53 } from './route53-server'

accessContract('Route 53', startRoute53)
