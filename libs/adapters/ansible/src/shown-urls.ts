const USER = /\/\/[^/:@]*:/;

/** `http://user:password@proxy` as views may show it, in each word of a text. Passwords are not always encoded as they should be. */
export const withoutPasswords = (text: string): string => text.replace(/\S+/g, withoutPassword);

/** What lies between the first name of a user and the last `@`. */
const withoutPassword = (word: string): string => {
  const [user] = USER.exec(word) ?? [];
  const begin = user === undefined ? -1 : word.indexOf(user) + user.length;
  const end = word.lastIndexOf('@');
  return begin < 0 || end < begin ? word : `${word.slice(0, begin)}**********${word.slice(end)}`;
};
