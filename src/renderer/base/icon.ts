import type { Component } from 'svelte'
import type { LucideProps } from '@lucide/svelte'

/** An icon of the kept set, imported one by one from `@lucide/svelte/icons/<name>`. */
export type IconComponent = Component<LucideProps>
