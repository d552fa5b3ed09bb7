// The key to this page: it arrives in the URL fragment, is kept for the life of the tab and is removed from the URL at once.

const key = 'kindred-token';

/** The token in the URL (then removed from it), else the one kept from before; `''` if there is neither. */
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
