/** Whether the tag field of the notes is to take the focus as soon as it is there. */
export const tagFocus = $state({ wanted: false })
