// The last thing that happened, said in one line for a few seconds. One at a time: a newer one replaces it, or waits until it is gone.

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action: ToastAction | null;
  /** Leads to what it is about; before the action. */
  readonly show: ToastAction | null;
}

export class Toasts {
  #current = $state.raw<Toast | null>(null);
  #next = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Said once nothing else is. */
  #waiting: (() => void) | null = null;
  readonly #seconds: number;

  constructor(seconds = 7) {
    this.#seconds = seconds;
  }

  get current(): Toast | null {
    return this.#current;
  }

  say(text: string, action: ToastAction | null = null, show: ToastAction | null = null): void {
    this.#current = { id: this.#next++, text, action, show };
    this.resume();
  }

  /** Says it once what is being said is gone: what came by itself does not take the place of what the user did, and of its undo. */
  sayAfter(text: string, action: ToastAction | null = null, show: ToastAction | null = null): void {
    if (this.#current) this.#waiting = () => this.say(text, action, show);
    else this.say(text, action, show);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.#current = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.();
  }

  /** Stays while somebody reads or reaches for it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dismiss(), this.#seconds * 1000);
  }
}
