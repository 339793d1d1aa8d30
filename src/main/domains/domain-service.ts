import type { Handlers } from '../../preload/contract/index'
import type { DomainServiceDependencies } from './dependencies'

/** The use cases around domains, as the contract names them, and what the app itself needs beside them. */
export interface DomainService extends Pick<Handlers, 'domains' | 'records' | 'sync'> {
  /** Stops what runs for an account and forgets its cached domains. Call when the account is removed. */
  forgetAccount(accountId: string): Promise<void>
  /** Stops everything under way and waits for its end. The cache stays open. */
  close(): Promise<void>
}

export declare function createDomainService(dependencies: DomainServiceDependencies): DomainService
