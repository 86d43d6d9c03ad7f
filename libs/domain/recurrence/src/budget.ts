/** The rule asks for more work than a server may spend on it. */
export class RecurrenceTooHard extends Error {
  override readonly name = 'RecurrenceTooHard';

  constructor() {
    super('its occurrences cannot be found with reasonable effort');
  }
}

/**
 * Work that one question may cost, in steps of about a microsecond each. Rules are written by users: without a bound, one that
 * matches nothing, or an exception that takes away everything, would keep the server busy for ever.
 */
export class Budget {
  private left: number;

  constructor(steps = 150_000) {
    this.left = steps;
  }

  /** @throws RecurrenceTooHard */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new RecurrenceTooHard();
  }
}
