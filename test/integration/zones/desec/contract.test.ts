import { accessContract } from '../access-contract'
import { startDesec } from './desec-server'

accessContract('deSEC', startDesec)
