/** Of answers that come late only the one last asked for counts. Each call begins an asking, and gives whether that is still the last. */
export function useLatest(): () => () => boolean {
  let last = 0
  return () => {
    const mine = (last += 1)
    return () => mine === last
  }
}
