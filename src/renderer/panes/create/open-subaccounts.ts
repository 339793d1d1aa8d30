import { subaccountList } from '../../state/subaccount-list.svelte'

/** As the choice of a subaccount has it. */
interface SubaccountChoice {
  readonly value: string
  readonly label: string
}

/** The account itself. */
export const NO_SUBACCOUNT: SubaccountChoice = { value: '', label: 'None: the account itself' }

/** The accounts below an account that a domain can be added to, by name. */
export function openSubaccounts(accountId: string): SubaccountChoice[] {
  return subaccountList
    .of(accountId)
    .filter(({ status }) => status !== 'closed' && status !== 'disabled')
    .map(({ id, name }) => ({ value: id, label: name }))
}
