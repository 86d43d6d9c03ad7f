const PLAY = /^ *(?:- *)?(?:hosts|(?:ansible\.builtin\.)?(?:import_playbook|include)):(?: |$)/m;
const ENCRYPTED = '$ANSIBLE_VAULT;';

/** Does a YAML text look like a playbook: does it name hosts or bring in another playbook? An encrypted one cannot be told, and is listed. */
export const namesPlays = (text: string): boolean => text.startsWith(ENCRYPTED) || PLAY.test(text.replaceAll('\r', ''));
