/** How long a question waits for its answers where it does not say, in seconds. */
export const defaultDeadlineSeconds = 10
