// The key to this page: it arrives in the address's fragment, is kept for the tab's life and leaves the address at once.

const key = 'kindred-token';

/** The token of the address (then removed from it), else the one kept from before; `''` where there is neither. */
export function takeToken(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
  kept: Pick<Storage, 'getItem' | 'setItem'>
): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null || given === '') return kept.getItem(key) ?? '';
  kept.setItem(key, given);
  history.replaceState(null, '', location.pathname + location.search);
  return given;
}
