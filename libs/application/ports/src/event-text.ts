const texts = new WeakMap<object, string>();

/** JSON text of an event's data, which the log that writes the event will take: it is turned into text once, hashed and written. */
export const keepDataText = (data: object): string => {
  const text = JSON.stringify(data);
  texts.set(data, text);
  return text;
};

/** The text kept for this data, once; made anew when there is none. */
export const takeDataText = (data: object): string => {
  const text = texts.get(data);
  if (text === undefined) return JSON.stringify(data);
  texts.delete(data);
  return text;
};
