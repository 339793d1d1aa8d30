import type X from '@lucide/svelte/icons/x'

/**
 * An icon of the kept set, imported one by one from `@lucide/svelte/icons/<name>`. All of them have the type of this
 * one; the type that the package itself names would make every check read its thousands of icons.
 */
export type IconComponent = typeof X
