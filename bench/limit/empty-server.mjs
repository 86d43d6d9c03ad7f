// What every server written for Node.js has to start and to hold: an HTTP server that does nothing. Prints its port.
import { createServer } from 'node:http';

const server = createServer((_request, response) => response.end());
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
