// The one alarm of an object, which all of its duties share: it goes off at the earliest time that any asked for.
// What one event asks for is set once, and whoever asks while it is being taken away gets it.

export class Alarm {
  /** When it is set, in ms since 1970; null where it is not, undefined as long as nobody has looked. */
  private setFor: number | null | undefined;
  /** What was asked for since, null for none. */
  private asked: number | null | undefined;
  private settling: Promise<void> | undefined;

  private readonly storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.storage = storage;
  }

  /** Whether it may be set, or is about to be. */
  get isOn(): boolean {
    return this.asked === undefined ? this.setFor !== null : this.asked !== null;
  }

  /** Whether it goes off at `due` or before without anybody asking. */
  isBy(due: number): boolean {
    const at = this.asked === undefined ? this.setFor : this.asked;
    return typeof at === "number" && at <= due;
  }

  /** It goes off at `due` or before; resolves when that is stored. */
  at(due: number): Promise<void> {
    if (typeof this.asked === "number") this.asked = Math.min(this.asked, due);
    else if (this.asked === undefined && this.isSetBy(due)) return Promise.resolve();
    else this.asked = due;
    return this.settle();
  }

  /** It does not go off, unless somebody asks for it after this. */
  off(): Promise<void> {
    this.asked = null;
    return this.settle();
  }

  /** It went off. */
  fired(): void {
    this.setFor = null;
  }

  private isSetBy(due: number): boolean {
    return typeof this.setFor === "number" && this.setFor <= due;
  }

  private settle(): Promise<void> {
    this.settling ??= this.change();
    return this.settling;
  }

  private async change(): Promise<void> {
    try {
      await this.look();
    } finally {
      this.settling = undefined;
    }
    const { asked, setFor } = this;
    this.asked = undefined;
    if (asked === null && setFor !== null) await this.set(null);
    if (typeof asked === "number" && !this.isSetBy(asked)) await this.set(asked);
  }

  private async look(): Promise<void> {
    if (this.setFor !== undefined) return;
    const stored = await this.storage.getAlarm();
    // It may have gone off meanwhile.
    if (this.setFor === undefined) this.setFor = stored;
  }

  private async set(due: number | null): Promise<void> {
    this.setFor = due;
    try {
      await (due === null ? this.storage.deleteAlarm() : this.storage.setAlarm(due));
    } catch (error) {
      this.setFor = undefined;
      throw error;
    }
  }
}
