import { accessContract } from '../access-contract'
import { startPowerDnsHost } from './powerdns-host'

accessContract('PowerDNS', () => startPowerDnsHost())
