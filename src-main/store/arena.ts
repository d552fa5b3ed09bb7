// Memory for many arrays that are let go together. The C library keeps the room of arrays of a few megabytes for the process when they are freed; pieces as
// large as these the system has back.

/** More than the 32 MB up to which glibc keeps what is freed. The system gives memory only to what is written to. */
const PIECE = 64 * 2 ** 20;

export class Arena {
  #piece = new ArrayBuffer(0);
  #used = 0;

  /** So many bytes, zeros. */
  take(length: number): Uint8Array<ArrayBuffer> {
    if (length > this.#piece.byteLength - this.#used) {
      this.#piece = new ArrayBuffer(Math.max(PIECE, length));
      this.#used = 0;
    }
    const taken = new Uint8Array(this.#piece, this.#used, length);
    this.#used += Math.ceil(length / 8) * 8;
    return taken;
  }
}
