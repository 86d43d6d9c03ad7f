/** One who holds an office, or waits for it. */
export class Seat {
  private readonly losing = new AbortController();
  private take: () => void = () => undefined;
  /** Resolves when it is this one's turn. */
  readonly turn = new Promise<void>((resolve) => (this.take = resolve));

  get lost(): AbortSignal {
    return this.losing.signal;
  }

  elect(): void {
    this.take();
  }

  lose(): void {
    this.losing.abort();
  }
}

/** Who holds which office: the first of those who came for it. */
export class Offices {
  private readonly seats = new Map<string, Seat[]>();

  apply(office: string, seat: Seat): void {
    const seats = this.seats.get(office) ?? [];
    this.seats.set(office, [...seats, seat]);
    this.electFirst(office);
  }

  resign(office: string, seat: Seat): void {
    const seats = this.seats.get(office) ?? [];
    this.seats.set(
      office,
      seats.filter((other) => other !== seat),
    );
    this.electFirst(office);
  }

  depose(office: string): void {
    const [holder] = this.seats.get(office) ?? [];
    if (!holder) return;
    holder.lose();
    this.resign(office, holder);
  }

  private electFirst(office: string): void {
    this.seats.get(office)?.[0]?.elect();
  }
}
