import type { Position } from '@application/ports';
import { RowPosition } from './row-position.js';

const at = (place: number): Position => String(place).padStart(20, '0') as Position;

describe('the position of the rows', () => {
  it('lets everybody go on who waits for no more than it', async () => {
    const rows = new RowPosition();
    const early = rows.reached(at(1), 60_000);
    const late = rows.reached(at(3), 60_000);
    rows.advance(at(2));
    await expect(early).resolves.toBe(true);
    rows.advance(at(3));
    await expect(late).resolves.toBe(true);
  });

  it('does not go back when another process tells what is known', async () => {
    const rows = new RowPosition();
    rows.advance(at(2));
    rows.advance(at(1));
    expect(rows.current).toBe(at(2));
    await expect(rows.reached(at(2), 0)).resolves.toBe(true);
  });

  it('waits no longer than it may', async () => {
    await expect(new RowPosition().reached(at(1), 1)).resolves.toBe(false);
  });
});
