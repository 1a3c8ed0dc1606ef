/**
 * Going on to another screen once something is done.
 * Always: who went elsewhere while it was being done stays there; what ends late pulls nobody away.
 */
import { useLocation } from 'wouter';

/** Goes on to an address, if the screen it is called from is still the one that is shown. */
export function useLeaveFor(): (to: string) => void {
  const [here, navigate] = useLocation();
  return (to) => {
    if (window.location.pathname === here) navigate(to);
  };
}
