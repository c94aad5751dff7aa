import { ref } from 'vue'

/** Seconds until the lock, once it is near; undefined while it is not. */
export const secondsLeft = ref<number>()
