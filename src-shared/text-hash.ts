// A short name of a text, where nothing native hashes at once. Tells apart texts that differ by chance, not those that somebody made to collide.

/** 64 bits of `text` as sixteen hex digits: two FNV-1a hashes (Fowler, Noll & Vo) of other factors, whose high bits are mixed into the low ones as in MurmurHash3. */
export function hashText(text: string): string {
  let [first, second] = [0x811c9dc5, 0x9e3779b9];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    first = Math.imul(first ^ unit, 0x85ebca6b);
    first ^= first >>> 13;
    second = Math.imul(second ^ unit, 0xc2b2ae35);
    second ^= second >>> 16;
  }
  return [first, second].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}
