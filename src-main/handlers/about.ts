// The app about itself: notices of its packages, and a report for whoever mends a fault.
import type { AppHandlers, Diagnostics } from '../../src-shared/contract.ts';
import { readNotices } from '../diagnostics/notices.ts';

export function aboutHandlers(diagnose: (check: boolean) => Promise<Diagnostics>): Pick<AppHandlers, 'about.notices' | 'about.diagnose'> {
  return {
    'about.notices': () => readNotices(),
    'about.diagnose': ({ check }) => diagnose(check)
  };
}
