/** A line that names hosts or brings in another playbook; AWX's own pattern, so that both list the same files. */
const PLAY = /^[^\S\n]*(?:-[^\S\n]*)?(?:hosts|(?:ansible\.builtin\.)?(?:include|import_playbook)):/m;
const ENCRYPTED = '$ANSIBLE_VAULT;';

/** Does a text look like a playbook? It need not be valid YAML. An encrypted one cannot be told, and counts as one. */
export const namesPlays = (text: string): boolean => text.startsWith(ENCRYPTED) || PLAY.test(text);
