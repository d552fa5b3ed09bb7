// The last thing that happened, said in one line for a few seconds. One at a time: a newer one replaces it.

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

  dismiss(): void {
    clearTimeout(this.#timer);
    this.#current = null;
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
