/** Version of this program, as package.json has it. */
export const VERSION = '0.1.0';

/** Name and version of the interface that is answered for; clients compare them with what they were made for. */
export const API_PRODUCT = 'AWX';
export const API_VERSION = '24.6.1';

/** The one node of an embedded installation, as ping and the `X-API-Node` header name it. */
export const NODE_NAME = 'cairn-1';
