// The part of a browser's EventSource that the HTTP bridge uses, over fetch: Node has none.

type Listener = (event: { readonly data: string }) => void;

export class StreamedEvents {
  readyState = 0;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #stop = new AbortController();

  constructor(url: string) {
    void this.#read(url).catch(() => {}).finally(() => {
      this.readyState = 2;
      if (!this.#stop.signal.aborted) this.#tell('error', '');
    });
  }

  addEventListener(name: string, listener: Listener): void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
  }

  close(): void {
    this.#stop.abort();
  }

  async #read(url: string): Promise<void> {
    const { body } = await fetch(url, { signal: this.#stop.signal });
    if (!body) return;
    this.readyState = 1;
    this.#tell('open', '');
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const { event, data = '' } = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2))) as { event?: string; data?: string }; // lines `name: value`
        if (event !== undefined) this.#tell(event, data);
      }
    }
  }

  #tell(name: string, data: string): void {
    for (const listener of this.#listeners.get(name) ?? []) listener({ data });
  }
}
