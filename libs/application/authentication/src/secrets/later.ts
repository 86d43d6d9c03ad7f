/** A time of the clock, so many seconds later. */
export const later = (time: string, seconds: number): string => {
  const [date = '', fraction = '000000Z'] = time.split('.');
  return `${new Date(Date.parse(`${date}Z`) + seconds * 1000).toISOString().slice(0, 19)}.${fraction}`;
};
