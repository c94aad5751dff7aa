/** The page's heading, ready to take the focus, so that a screen reader goes on from there. */
export function pageHeading(): HTMLElement | null {
  const heading = document.querySelector<HTMLElement>('#main h1')
  heading?.setAttribute('tabindex', '-1')
  return heading
}
